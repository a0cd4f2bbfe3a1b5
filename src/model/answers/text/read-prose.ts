// Yes or no in plain words. Only a statement of the answer counts: at the head of the text, after a label
// ("answer:"), or alone at the end. A second, different statement makes it invalid, wherever it stands.
import { bareWord, LABEL, plainWords, QUOTE, type YesNo } from './plain-words.ts';

const WORD = `(?<![\\p{L}\\p{N}_'’-])(yes|no)(?![\\p{L}\\p{N}_]|['’-][\\p{L}\\p{N}])`;
/** Stands for "yes or no", "yes/no": the question, not an answer. */
const OPTIONS = '§';

const LEAD = new RegExp(
  `^(?:(?:so|thus|therefore|hence|overall|in short|in conclusion),? )?[^\\p{L}\\p{N}${OPTIONS}${QUOTE}]*${WORD}`,
  'iu',
);
const LABELLED = new RegExp(
  `(?:(?<![\\p{L}\\p{N}_-])(?:${LABEL}|${OPTIONS})(?: ?(?:[:=]|->|=>|→|[-–] )[:=]? ?| (?:is|would be|should be|must be) ?:? ?)` +
    `(?:(?:therefore|thus|clearly|definitely|simply|still|a|an|clear|definitive) ){0,3}` +
    `|(?<![\\p{L}\\p{N}_])I(?:['’]d| would| must)? (?:think|believe|say|vote|conclude)(?: that| it is)?:? )\\(?${WORD}`,
  'giu',
);
const IN_BRACKETS_AT_THE_END = /[([](yes|no)[)\]][.!]?$/i;
/** A clause that is only the word: what a change of mind looks like. */
const CLAUSE = new RegExp(
  `(?:^|[.,;:!?(—–]|(?<= )-|(?<!\\p{L})(?:and|or|but|actually|wait|rather|then|also|maybe|perhaps|mean))` +
    ` ?${WORD}(?= ?(?:$|[.,;:!?)—–]|-(?: |$)))`,
  'giu',
);
const OPTION_LIST = new RegExp(`${WORD} ?(\\/|\\||,? ?or|,? ?and|vs\\.?) ?${WORD}`, 'giu');

const ENDS_THE_STATEMENT = /^ ?(?:$|[.,;:!)\](=|—–…，。！]|-(?: |$))/;
const GOES_ON_AS_REASON =
  /^ (?:because|since|as|it|it['’]s|this|that|the|there|they|he|she|we|you|I|these|those|both|according|based|given)(?! is (?:not )?the answer)(?![\p{L}\p{N}])/iu;
const GOES_ON_AS_NUMBER = /^ (?:0?\.\d|1\.0|\d{1,3} ?%)/;
const IS_SUBJECT =
  /^ (?:is|was|would|could|can|may|might|cannot|seems?|only|to|in|rather|instead|no|not|votes?|answers?|means?)\b/;
const HEDGE =
  /^\W*(?:maybe|perhaps|possibly|or|if|only if|unless|depend\w*|provided|assuming|not sure|unsure)\b/i;
/** "Yes, I can help": talk, not a verdict. */
const CHATTER =
  /^\W*(?:I|we) ?(?:can|will|would|understand|['’](?:ll|d)|am (?:ready|happy|sorry|unable)|['’]m (?:ready|happy|sorry|unable))/i;
const UNSETTLED =
  /\b(?:not|cannot|never|if|whether|unless|could|might|may|maybe|perhaps|possibly|neither|nor|suppose|assum\w+|doubt\w*|unclear|unsure|said|says|claim\w*|tempt\w*|wonder\w*)\b|n['’]t\b/i;
/** How a clause may run up to its label: "I think the correct answer is". */
const OPENING =
  /^(?:[^\p{L}]|(?:and|the|my|our|final|correct|best|overall|short|I|we|think|believe|conclude|see|can|would|that|which|this|means|ultimately|need|to|a|answer|reply|respond|please|with|only|just|either)(?!\p{L}))*$/iu;
const SOMEBODY_ELSES =
  /(?:['’]s|their|his|her|your|previous|first|wrong|incorrect) (?:[a-z]{1,12} )?$/i;
const RECONSIDERS =
  /^\W*(?:but )?(?:hmm+|wait|actually|hold on|on second thought|let me|no, wait)\b/i;

/** What the prose says; `invalid` where it says both, undefined where it states no answer. */
export function readProse(text: string): YesNo | 'invalid' | undefined {
  const plain = plainWords(text);
  const whole = bareWord(plain);
  if (whole !== undefined) return whole;
  let saysBoth = false;
  const said = plain.replace(OPTION_LIST, (list, one: string, joint: string, other: string) => {
    if (one.toLowerCase() === other.toLowerCase()) return list;
    saysBoth ||= /and/i.test(joint);
    return OPTIONS;
  });
  if (saysBoth) return 'invalid';
  const stated = new Set<YesNo>();
  const mentioned = new Set<YesNo>();
  const sentences = sentencesOf(said);
  for (const [index, sentence] of sentences.entries()) {
    const isFirst = index === 0;
    const isLast = index === sentences.length - 1;
    if (!isFirst && RECONSIDERS.test(sentence.text)) stated.clear();
    const lead = isFirst || isLast ? leadOf(sentence.text, isFirst) : undefined;
    if (lead !== undefined) stated.add(lead);
    if (isLast && !isFirst) {
      const asked = sentences[index - 1]?.text.endsWith('?') === true;
      // A lone word after a question inside a longer text may be the ticket talking to itself.
      const bare =
        sentence.startsLine || !asked || index === 1 ? bareWord(sentence.text) : undefined;
      if (bare !== undefined) stated.add(bare);
    }
    const bracketed = isLast ? IN_BRACKETS_AT_THE_END.exec(sentence.text)?.[1] : undefined;
    if (bracketed !== undefined) stated.add(yesNo(bracketed));
    for (const { word, isHeading } of labelledIn(sentence.text)) {
      (isFirst || isLast || isHeading ? stated : mentioned).add(word);
    }
    for (const clause of sentence.text.matchAll(CLAUSE)) mentioned.add(yesNo(clause[1] ?? ''));
  }
  if (stated.size === 0) return undefined;
  const [word, ...others] = new Set([...stated, ...mentioned]);
  return others.length === 0 ? word : 'invalid';
}

function leadOf(sentence: string, isFirst: boolean): YesNo | undefined {
  const match = LEAD.exec(sentence);
  const word = match?.[1];
  if (match === null || word === undefined || /[!¬≠?]/.test(match[0])) return undefined;
  // Past the head of the text only "So yes, …" is a lead.
  if (!isFirst && !/^\p{L}+,? /u.test(match[0])) return undefined;
  const rest = sentence.slice(match[0].length);
  if (HEDGE.test(rest) || CHATTER.test(rest)) return undefined;
  const isShouted = word === 'YES' ? !IS_SUBJECT.test(rest.toLowerCase()) : /^ \d/.test(rest);
  const stands =
    ENDS_THE_STATEMENT.test(rest) ||
    GOES_ON_AS_REASON.test(rest) ||
    GOES_ON_AS_NUMBER.test(rest) ||
    (word === word.toUpperCase() && isShouted && rest.startsWith(' '));
  return stands ? yesNo(word) : undefined;
}

function* labelledIn(sentence: string): Generator<{ word: YesNo; isHeading: boolean }> {
  for (const match of sentence.matchAll(LABELLED)) {
    const rest = sentence.slice(match.index + match[0].length, match.index + match[0].length + 40);
    const before = sentence.slice(Math.max(0, match.index - 300), match.index);
    const clause = before.split(/(?<!\p{L})(?:so|thus|therefore|hence)(?!\p{L})/iu).at(-1) ?? '';
    const opening = clause.split(/[,:;—–)]/).at(-1) ?? '';
    const settled =
      OPENING.test(opening) &&
      !UNSETTLED.test(clause) &&
      !SOMEBODY_ELSES.test(before) &&
      !HEDGE.test(rest);
    const ends = ENDS_THE_STATEMENT.test(rest) || GOES_ON_AS_REASON.test(rest);
    const isHeading =
      /^\W*(?:(?:final|my|the|overall) ?){0,2}$/i.test(before) && !/ is /i.test(match[0]);
    if (settled && ends) yield { word: yesNo(match[1] ?? ''), isHeading };
  }
}

function sentencesOf(text: string): { text: string; startsLine: boolean }[] {
  return text.split('\n').flatMap((line) =>
    line
      .split(/(?<=[.!?;])[ ]/)
      .map((part, index) => ({ text: part.trim(), startsLine: index === 0 }))
      .filter((sentence) => /[\p{L}\p{N}§]/u.test(sentence.text)),
  );
}

function yesNo(word: string): YesNo {
  return word.toLowerCase() === 'yes' ? 'yes' : 'no';
}
