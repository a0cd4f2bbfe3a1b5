import { SaxesParser } from 'saxes';

export interface XmlHandler {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Elements within elements: no workbook has as many. */
const deepest = 200;

/** Told of the elements of a document as it comes, by their names without prefixes. @throws Error for what is no XML */
export class XmlReader {
  readonly #parser = new SaxesParser({ position: false });
  readonly #decoder = new TextDecoder();

  constructor({ open, text, close }: XmlHandler) {
    let depth = 0;
    this.#parser.on('error', (error) => {
      throw error;
    });
    this.#parser.on('opentag', ({ name, attributes }) => {
      depth += 1;
      if (depth > deepest) throw new Error('its elements are nested too deep');
      open?.(localName(name), attributes as Record<string, string>);
    });
    if (text !== undefined) {
      this.#parser.on('text', text);
      this.#parser.on('cdata', text);
    }
    this.#parser.on('closetag', ({ name }) => {
      depth -= 1;
      close?.(localName(name));
    });
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
