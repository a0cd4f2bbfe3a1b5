// How models and servers write an answer down: transformations that change its form and not its meaning,
// and some that damage it.

import type { ModelResponse } from '@openai/agents';
import fc from 'fast-check';
import { defineTheme, judgeSpec } from '../../agents/judge.ts';
import { matchAnswers } from '../../src/agent/answer.ts';
import { docketIds } from '../../src/agent/docket.ts';
import type { Verdict } from '../../src/domain/decision/outcome.ts';
import { answerTool, readAnswer } from '../../src/model/answers/read-answer.ts';
import { askedAs, requestOf } from '../model/judge-request.ts';

type Entry = Record<string, unknown> & { verdict: unknown };
type Word = 'yes' | 'no';

const spec = judgeSpec(defineTheme({ id: 'late', name: 'Late', definition: 'Late.' }));

const spellings: Record<Word, unknown[]> = {
  yes: [
    ...['yes', 'YES', 'Yes.', ' yes ', '"yes"', '**Yes**', 'true', true, 'True', 'sí', 'oui', 'ja'],
    ...['да', 'sim', 'はい', '是', '예', 'evet', 'Yes, it says so.', 'Answer: yes'],
  ],
  no: [
    ...['no', 'NO', 'No.', ' no ', '"no"', '**No**', 'false', false, 'False', 'non', 'nein'],
    ...['нет', 'não', 'いいえ', '否', '아니요', 'hayır', 'No, it does not.', 'Answer: no'],
  ],
};
/** What says neither: it must come to nothing. */
const doubtful = [
  'maybe',
  'yes and no',
  'not yes',
  'yes?',
  '',
  null,
  0.5,
  'unclear',
  'yes/no',
  {},
  [],
];

const pick = <Value>(values: readonly Value[]) => fc.constantFrom(...values);

const entryShape = fc.record({
  spelling: fc.nat(30),
  doubt: fc.option(fc.nat(30), { freq: 8 }),
  confidence: pick<unknown>([0.9, '0.9', '90%', '90 %', 90, '0,9', 'high']),
  id: pick<(id: string) => unknown>([
    (id) => id,
    (id) => id.toUpperCase(),
    (id) => `"${id}"`,
    (id) => `[${id}]`,
    (id) => ` ${id} `,
    () => 'q00000x',
  ]),
  idName: pick(['ticket', 'ticket', 'Ticket', 'ticket_id', 'id']),
  quote: pick<unknown>(['waited', null, '', undefined, 'say "no" }] <think>yes', ['waited']]),
  opposite: fc.option(pick(['before', 'after', 'key'] as const), { freq: 15 }),
  extra: fc.boolean(),
});

const quoted = (text: string) => JSON.stringify(text);
/** Under their ids, where no two are about one. */
function byId(entries: Entry[]): unknown {
  const own = entries.map((entry) => [String(entry.ticket ?? entry.id), entry] as const);
  return new Set(own.map(([id]) => id)).size < own.length ? entries : Object.fromEntries(own);
}

/** How the list is put, with the words of the whole answer. */
const frames: ((entries: Entry[]) => string)[] = [
  (entries) => JSON.stringify({ verdicts: entries }),
  (entries) => JSON.stringify(entries),
  (entries) => JSON.stringify({ verdicts: JSON.stringify(entries) }),
  (entries) => quoted(JSON.stringify({ verdicts: entries })),
  (entries) => entries.map((entry) => JSON.stringify({ verdicts: [entry] })).join(''),
  (entries) => entries.map((entry) => JSON.stringify({ verdicts: entry })).join('\n'),
  (entries) => entries.map((entry) => JSON.stringify(entry)).join('\n'),
  (entries) => JSON.stringify({ verdicts: byId(entries) }),
  (entries) => JSON.stringify({ name: 'submit_verdicts', arguments: { verdicts: entries } }),
  (entries) => JSON.stringify({ arguments: JSON.stringify({ Verdicts: entries }) }, null, 2),
];
const cutOff = (text: string) => text.slice(0, Math.floor(text.length * 0.7));
const wrappings: ((text: string) => string)[] = [
  (text) => text,
  (text) => `\`\`\`json\n${text}\n\`\`\``,
  (text) => `<think>yes? no? {"verdict":"yes"}</think>\n${text}`,
  (text) => `Here is my answer: ${text} I hope this helps.`,
  (text) => `<tool_call>\n${text}\n</tool_call>`,
  (text) => `[TOOL_CALLS] ${text}`,
  (text) => `<function=submit_verdicts><parameter=verdicts>${text}</parameter></function>`,
  (text) => `${text}}}]`,
  cutOff,
  (text) => text.replace(/,(?=")/, ',,'),
];
const names = ['submit_verdicts', 'functions.submit_verdicts', 'submit_verdicts:0', 'json'];

/** An answer in some form, and the verdicts that it means, by id. */
export const shapedAnswer = fc
  .record({
    truth: fc.array(pick<Word>(['yes', 'no']), { minLength: 1, maxLength: 5 }),
    shapes: fc.array(entryShape, { minLength: 5, maxLength: 5 }),
    isPlain: fc.boolean(),
    frame: pick(frames),
    wrapping: pick(wrappings),
    name: fc.option(pick(names)),
  })
  .map(({ truth, shapes, isPlain, frame, wrapping, name }) => {
    const texts = truth.map((_, index) => `I waited, number ${index}`);
    const ids = docketIds(texts);
    const entries = truth.flatMap((word, index): Entry[] => {
      const shape = shapes[index];
      const id = ids[index] ?? '';
      if (shape === undefined || isPlain)
        return [{ ticket: id, verdict: word, confidence: 0.9, quote: 'waited', rationale: '' }];
      const said = spellings[word];
      const verdict =
        shape.doubt === null
          ? said[shape.spelling % said.length]
          : doubtful[shape.doubt % doubtful.length];
      const entry = {
        [shape.idName]: shape.id(id),
        verdict,
        confidence: shape.confidence,
        quote: shape.quote,
        rationale: 'so it is',
        ...(shape.extra ? { evidence: 'no', note: 'yes' } : {}),
      };
      const opposite = word === 'yes' ? 'no' : 'yes';
      if (shape.opposite === 'key') return [{ ...entry, Verdict: opposite }];
      // Of what is cut off nobody knows that it said the opposite.
      if (wrapping === cutOff) return [entry];
      if (shape.opposite === 'before') return [{ ...entry, verdict: opposite }, entry];
      return shape.opposite === 'after' ? [entry, { ...entry, verdict: opposite }] : [entry];
    });
    return {
      truth: new Map(ids.map((id, index) => [id, truth[index]])),
      texts,
      text: wrapping(frame(entries)),
      name,
    };
  });

type Shaped = ReturnType<(typeof shapedAnswer)['generate']>['value'];

/** Verdicts as the judge takes them in, by id. */
export function verdictsRead({ texts, text, name }: Shaped): Map<string, Verdict> {
  const request = requestOf(texts, spec);
  const tool = answerTool(request);
  if (tool === undefined) throw new Error('no tool');
  const output: ModelResponse['output'] =
    name === null
      ? [
          {
            type: 'message',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text }],
          },
        ]
      : [{ type: 'function_call', callId: 'c', name, arguments: text, status: 'completed' }];
  const { response } = askedAs(request, () =>
    readAnswer(request, { usage: {}, output } as never, tool, true),
  );
  const calls = response.output.flatMap((item) => {
    if (item.type !== 'function_call') return [];
    try {
      return [JSON.parse(item.arguments)];
    } catch {
      return [];
    }
  });
  return matchAnswers(
    spec,
    [...docketIds(texts)],
    calls.filter((call) => typeof call === 'object' && call !== null),
  ).answers;
}
