const REASONING =
  '[a-z_:-]{0,24}(?:think|thought|reason|reflect|scratchpad|analysis)[a-z_:-]{0,24}';
const REASONING_TAG = new RegExp(
  `<\\s*(/?)\\s*(${REASONING})(?:\\s[^<>]*)?/?>|[[◁](/?)(think)[\\]▷]|<\\|(start|end|begin_of|end_of)_(thinking|thought)\\|>`,
  'gi',
);
/** Where a model's last word begins, in the dialects that name it. */
const FINAL_WORD = /<\|channel\|>final[^<]{0,40}<\|message\|>|\[BEGIN FINAL RESPONSE\]/g;
const BARE_FINAL_WORD = /assistantfinal/g;
const END_OF_TURN =
  /<\|(?:im_end|eot_id|eot|eom_id|end|return|endoftext|end_of_text|end_of_turn)\|>|<\/s>|<end_of_turn>|<｜end▁of▁sentence｜>|\[END FINAL RESPONSE\]/i;
const TURN_MARK = /<\|(?:im_start|start|start_header_id)\|>\s?assistant|<\|[\w▁ -]{1,40}\|>/g;
const FENCE =
  /(?<=^|\s)`{3,}(?![^\w\n`]*(?:yes|no)[^\w\n]{0,40}$)[^\s`]*[ \t]*$|^[ \t]*(?<!`)`{3,}(?:json\b)?|(?<!`)`{3,}[ \t]*$/gim;
/**
 * The text without reasoning, end-of-turn tokens and code fences. Reasoning that never ends leaves nothing of what
 * follows; an end without a beginning takes everything before it.
 */
export function stripReasoning(text: string): string {
  let said = lastWord(withoutReasoning(text));
  const end = said.search(END_OF_TURN);
  if (end >= 0) said = said.slice(0, end);
  return said.replace(TURN_MARK, '\n').replace(FENCE, '').trim();
}

function withoutReasoning(text: string): string {
  let kept: string[] = [];
  let from = 0;
  const open: string[] = [];
  const opened = new Map<string, number>();
  for (const tag of text.matchAll(REASONING_TAG)) {
    const name = (tag[2] ?? tag[4] ?? tag[6] ?? '').toLowerCase();
    const closes = tag[1] === '/' || tag[3] === '/' || /^end/i.test(tag[5] ?? '');
    const count = opened.get(name) ?? 0;
    if (!closes && tag[0].endsWith('/>')) continue;
    if (!closes) {
      if (open.length === 0) kept.push(text.slice(from, tag.index));
      open.push(name);
      opened.set(name, count + 1);
    } else if (open.length === 0) {
      kept = [];
      from = tag.index + tag[0].length;
    } else if (count > 0) {
      for (let last = open.pop(); last !== undefined; last = open.pop()) {
        opened.set(last, (opened.get(last) ?? 1) - 1);
        if (last === name) break;
      }
      from = tag.index + tag[0].length;
    }
  }
  if (open.length === 0) kept.push(text.slice(from));
  return kept.join('\n').trim();
}

function lastWord(text: string): string {
  const mark = text.startsWith('analysis') ? BARE_FINAL_WORD : FINAL_WORD;
  let start = -1;
  for (const match of text.matchAll(mark)) start = match.index + match[0].length;
  if (start >= 0) return text.slice(start);
  return text.includes('<|channel|>') ? '' : text;
}
