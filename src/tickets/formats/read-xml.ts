import { SaxesParser } from 'saxes';

export interface XmlHandler {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Told of the elements of a document as it comes, by their names without prefixes. @throws Error for what is no XML */
export class XmlReader {
  readonly #parser = new SaxesParser({ position: false });
  readonly #decoder = new TextDecoder();

  constructor({ open, text, close }: XmlHandler) {
    this.#parser.on('error', (error) => {
      throw error;
    });
    if (open !== undefined)
      this.#parser.on('opentag', ({ name, attributes }) =>
        open(localName(name), attributes as Record<string, string>),
      );
    if (text !== undefined) {
      this.#parser.on('text', text);
      this.#parser.on('cdata', text);
    }
    if (close !== undefined) this.#parser.on('closetag', ({ name }) => close(localName(name)));
  }

  write(bytes: Uint8Array): void {
    this.#parser.write(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): void {
    this.#parser.write(this.#decoder.decode()).close();
  }
}

export async function readXml(
  pieces: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
): Promise<void> {
  const reader = new XmlReader(handler);
  for await (const piece of pieces) reader.write(piece);
  reader.end();
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
