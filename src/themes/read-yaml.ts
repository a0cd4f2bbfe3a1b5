/** More than any theme or config has: what a parser takes the whole stack or minutes for. */
const deepest = 64;
const mostEntries = 5000;
const mostAnchors = 100;

/**
 * What a text in YAML holds. How it nests is looked at first, without recursion: a parser that runs out of its stack may
 * take the whole process along.
 * @throws Error that names the line of a mistake and the reason
 */
export async function readYaml(text: string): Promise<unknown> {
  const { Lexer, Parser, parseDocument } = await import('yaml');
  const parser = new Parser();
  let anchors = 0;
  let line = 1;
  for (const token of new Lexer().lex(text)) {
    for (const _ of parser.next(token));
    line += token.split('\n').length - 1;
    const top = parser.stack.at(-1);
    const entries = top !== undefined && 'items' in top ? top.items.length : 0;
    if (token.startsWith('&')) anchors += 1;
    if (parser.stack.length > deepest || entries > mostEntries || anchors > mostAnchors)
      throw new Error(`line ${line}: it nests too deep, or holds more than themes and settings do`);
  }
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault === undefined) return document.toJS();
  const [reason] = fault.message.split(' at line ');
  const advice = /reserved character/.test(fault.message) ? '; put quotes around it' : '';
  throw new Error(`line ${fault.linePos?.[0].line ?? 1}: ${reason}${advice}`, { cause: fault });
}
