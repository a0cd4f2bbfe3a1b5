/** Special words of chat templates and tokenizers that stand in angle brackets and look like no other kind. */
const angleWords = [
  ...['s', 'bos', 'eos', 'bop', 'eop', 'sop', 'eod', 'eoa', 'eoh', 'eom', 'eot', 'sot', 'pad'],
  ...['unk', 'mask', 'gmask', 'cls', 'sep', 'pre', 'suf', 'mid', 'sys', 'n', 'tools?', 'function'],
  ...['functions', 'parameter', 'system', 'user', 'assistant', 'human', 'bot', 'think', 'thinking'],
  ...['thought', 'reasoning', 'image', 'img', 'audio', 'video', 'filename', 'reponame'],
  ...['ai', 'boi', 'eoi', 'role', 'ref', 'box', 'quad', 'point', 'toolcall', '用户'],
  ...['unused-?\\d+', 'reserved-?\\d+', 'special-?\\d+', '0x[0-9a-f]{2}', 'ctrl\\d+'],
  ...['(?:loc|seg)\\d{3,4}', '\\[[^<>[\\]\\s]{1,40}\\]'],
  // Of several words, or of a family: `<start_of_turn>`, `<seed:bos>`, `<function=name>`.
  ...['(?=[^<>\\s]{0,60}[_▁])[a-z_][\\w.:▁-]{0,60}', '[a-z]{2,20}:\\w[\\w.:-]{0,60}'],
  '(?:function|parameter|tool)=[^<>\\s]{1,80}',
].join('|');

/** And in square ones, in capitals: `[INST]`, `[TOOL_CALLS]`, `[gMASK]`. */
const squareWords = [
  ...['INST', 'IMG', 'CLS', 'SEP', 'PAD', 'UNK', 'BOS', 'EOS', 'EOT', 'EOD', 'ARGS', 'THINK'],
  ...[
    'PREFIX',
    'SUFFIX',
    'MIDDLE',
    'TOOL',
    'SYS',
    '[a-z]?MASK',
    '[A-Z]{1,30}(?:_[A-Z0-9]{1,30}){1,5}',
    'AUDIO',
    'Round \\d{1,3}',
  ],
  ...['(?:unused|control_|UNUSED_)\\d+', '(?:BEGIN|END) FINAL RESPONSE'],
].join('|');

/** Where a space breaks a control token up, and behind how much of it. */
const breaks: readonly RegExp[] = [
  // `<|im_start|>` and DeepSeek's full-width bars.
  /<(?=[|｜])/g,
  /[|｜](?=>)/g,
  new RegExp(`<(?=/?(?:${angleWords})/?>)`, 'gi'),
  new RegExp(`\\[(?=/?(?:${squareWords})\\])`, 'g'),
  /\[(?=\/?(?:inst|system_prompt|tool_calls)\])/gi,
  // EXAONE's `[|user|]`, and MiniMax's `]~b]`, `[e~[` and `]<]`.
  /\[(?=\|)/g,
  /\|(?=\])/g,
  /[[\]](?=(?:[a-z]{0,2}[~!][a-z~!]{0,3}|[<>])[[\]])/gi,
  // Falcon's `>>QUESTION<<`.
  />>(?=[A-Z]{1,30}(?:_[A-Z]{1,30}){0,5}<<)/g,
  // Templates without special words: the speaker at the beginning of a line.
  /^[ \t]*(?:GPT4 Correct )?(?:Human|User|Assistant|USER|ASSISTANT)(?=:)/gm,
  /^[ \t]*#(?=##? ?(?:Instruction|Response|Input|System|User|Assistant|Human)\b)/gim,
];

/**
 * Breaks up the control tokens of chat templates, which servers would otherwise read as a change of
 * speaker inside a ticket. It only adds spaces, each beside one of the marks that `foldMarks` knows.
 */
export function neutraliseControlTokens(text: string): string {
  if (!/[<>[\]]|(?:Human|User|Assistant|USER|ASSISTANT):|##/.test(text)) return text;
  return breaks.reduce((broken, place) => broken.replace(place, '$& '), text);
}

/** A text whose white space is folded, without the spaces beside marks: broken up or not it is the same. */
export function foldMarks(text: string): string {
  return text.replace(/ ?([<>[\]|｜#:]) ?/g, '$1');
}

export function isMark(character: string): boolean {
  return /^[<>[\]|｜#:]$/.test(character);
}
