import { escapeCharacter } from '../../domain/text/safe-text.ts';

/**
 * What a terminal obeys. Ours are a return at the start, which renews the progress line, and colours; any other is of a
 * ticket's or a model's words.
 */
const obeyed =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
  /(^\r(?:\x1b\[K)?|\x1b\[[\d;]*m)|[\0-\x08\x0b-\x1f\x7f-\x9f\p{Bidi_Control}]/gu;

/** Sees to it that nothing which commands print can steer the terminal. Returns what ends that. */
export function guardTerminal(): () => void {
  const releases = [process.stdout, process.stderr].map(guard);
  return () => {
    for (const release of releases) release();
  };
}

function guard(stream: NodeJS.WriteStream): () => void {
  const { write } = stream;
  stream.write = ((chunk: string | Uint8Array, ...others: []) =>
    write.call(
      stream,
      typeof chunk === 'string' ? defuse(chunk) : chunk,
      ...others,
    )) as typeof write;
  return () => {
    stream.write = write;
  };
}

/** In JSON the escapes mean what stood there. */
export function defuse(text: string): string {
  return text.replace(obeyed, (character, own?: string) => own ?? escapeCharacter(character));
}
