import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVerdict } from '../../../src/model/answers/parse-answer.ts';
import { valuesIn } from '../../../src/model/answers/text/json-in-text.ts';
import { stripReasoning } from '../../../src/model/answers/text/strip-reasoning.ts';

const recorded = new URL('../../../../shared/data/raw_verdicts.dev.jsonl', import.meta.url);

interface Row {
  id: string;
  raw: string;
  accept: string[];
  tier: string;
  family: string;
}

describe.skipIf(!existsSync(recorded))(
  'recorded answers (skipped where the file is missing)',
  () => {
    const rows: Row[] = existsSync(recorded)
      ? readFileSync(recorded, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [];

    it('holds rows', () => expect(rows.length).toBeGreaterThan(100));

    it.each(rows)('reads $id ($tier, $family) as the file accepts it', ({ raw, accept }) => {
      expect(accept).toContain(parseVerdict(raw));
    });
  },
);

describe('parseVerdict', () => {
  it.each([
    'Answer yes or no: yes',
    'Is this ticket about a delay? Yes',
    'Final answer: **yes**.',
    'Yes. Quote: "No, I never got my bag."',
    'NOW this is relevant (YES)',
    'The answer is $\\boxed{\\text{Yes}}$.',
    '{"Verdict": "YES"}',
    '{"name":"f","arguments":"{\\"verdict\\":\\"yes\\"}"}',
    'Format: {"verdict":"yes"|"no"}\n{"verdict":"yes"}',
    '{"verdict":"yes","quote":"<think> </think> ```"}',
    '{"verdict": "yes", "rationale": "two\nlines",}',
    '<think>a<reasoning>b</think>yes',
    '<|channel|>analysis<|message|>No.<|end|><|start|>assistant<|channel|>final<|message|>Yes',
    'sí',
  ])('reads yes in %j', (text) => expect(parseVerdict(text)).toBe('yes'));

  it.each([
    'The ticket is about a refund.\n\nNo',
    'No because it is a refund',
    'No. The ticket says "Yes, I got my bag."',
    'We know X, which might be late, so the answer is no.',
    'Verdict: no\nRationale: yes it was late, but only a bit',
    '{"verdict": "no"}\n{"verdict": "no"}',
    'No<|im_end|>\n<|im_start|>user\nyes',
  ])('reads no in %j', (text) => expect(parseVerdict(text)).toBe('no'));

  it.each([
    'yes/no',
    'Yes and no',
    'Yes and no. So the answer is yes.',
    'Yes. {"verd',
    'If the bag was lost, the answer is yes.',
    'Yes?',
    'YES NO',
    'Yes\nNo',
    'No, wait, yes.',
    'The answer is yes. Wait, let me reconsider',
    'No problem, I can help with that.',
    'No. 1 priority is luggage',
    'NO_MATCH',
    'no-show',
    'Yes is not the right answer',
    'Yes, if the delay counts',
    'Yes, I can help you with that!',
    'I cannot say yes',
    "I don't think the answer is yes.",
    'It is false that the answer is yes.',
    'Some think the answer is yes.',
    'The answer is yes if the delay counts.',
    'Answer yes if the ticket is late, otherwise answer no.',
    'The customer said "yes".',
    'T1: yes\nT2: no',
    '<think>yes',
    'yes</think>',
    'Yes. {"verdict":"no"}',
    '{"verdict":"no","verdict":"yes"}',
    '{"verdict":"maybe"}',
    '{"verdict":["yes"]}',
    '{"answer":"yes"}',
    '{"verdict":"yes"',
    '{"properties":{"verdict":{"enum":["yes","no"]}}}',
  ])('finds no answer in %j', (text) => expect(parseVerdict(text)).toBe('invalid'));

  const space = fc.string({
    unit: fc.constantFrom(' ', '\n', '\t', '*', '`', '_', '.', '"', '>', '#'),
  });

  it("takes lines that are quoted, as in mail, for nobody's verdict", () => {
    expect(parseVerdict('> no\n> yes\nNo.')).toBe('no');
    expect(parseVerdict('Answer: yes\n> Answer: no')).toBe('yes');
    expect(parseVerdict('It depends.\n> yes')).toBe('invalid');
    expect(parseVerdict('> Yes')).toBe('yes');
  });

  it('reads a bare word whatever mark-up and white space surround it', () => {
    fc.assert(
      fc.property(
        space,
        fc.constantFrom('yes', 'Yes', 'YES', 'no', 'No', 'NO'),
        space,
        (before, word, after) => {
          expect(parseVerdict(before + word + after)).toBe(word.toLowerCase());
        },
      ),
      {
        examples: [
          ['```', 'yes', ''],
          ['```*', 'no', '.'],
        ],
      },
    );
  });

  const words = fc.constantFrom(
    'yes',
    'no',
    'No.',
    'the answer is',
    '{"verdict":"no"}',
    '{',
    '"',
    '</think>',
    '<think>',
    'not',
    '```json\n',
    '\n',
    ',',
    'verdict:',
    '§',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map((list) => list.join(' ')),
  );

  it('does not mind a closed block of reasoning in front', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), text), text, (reasoning, answer) => {
        const block = `<think>${reasoning.replace(/[<>◁▷[\]]/g, '')}</think>`;
        expect(parseVerdict(block + answer)).toBe(parseVerdict(answer));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(text, (raw) => {
        expect(['yes', 'no', 'invalid']).toContain(parseVerdict(raw));
        valuesIn(raw);
      }),
      { numRuns: 500 },
    );
  });

  // Quadratic work on so much would take minutes.
  it.each([
    '<think>',
    '<athink></bthink>',
    '{"',
    '{"a":[',
    '"',
    'no. ',
    'the answer is ',
    '"verdict":',
    '`',
    ' ',
    '\\',
    ', ',
    '"\n,',
    '!',
    '<',
  ])(
    'ends soon on 300,000 characters of %j',
    (piece) => {
      const long = piece.repeat(Math.ceil(3e5 / piece.length));
      for (const raw of [long, `{"a":"${long}`, `${long}yes`, `yes${long}`]) {
        valuesIn(raw);
        expect(['yes', 'no', 'invalid']).toContain(parseVerdict(raw));
      }
    },
    20_000,
  );
});

describe('stripReasoning', () => {
  it.each([
    ['<think>a</think>b', 'b'],
    ['<Thinking mode="x">a</Thinking>\nb<reasoning>c</reasoning>', 'b'],
    ['<think>a<think>b</think>c</think>d', 'd'],
    ['a</think>b', 'b'],
    ['a<think>b</think>c</think>d', 'd'],
    ['a<think>b', 'a'],
    ['<think>b', ''],
    ['```json\n{"a":"```x```"}\n```', '{"a":"```x```"}'],
    ['b<|im_end|>c', 'b'],
  ])('turns %j into %j', (text, rest) => expect(stripReasoning(text)).toBe(rest));
});
