import fc from 'fast-check';
import { damageText, damageValue, textDamage, valueDamage } from '../damage.ts';
import type { Fuzzer } from '../fuzzer.ts';
import type { Answer } from './answer.ts';
import { argumentsText, writing, writtenOf } from './arguments.ts';
import { bodyOf, type Envelope, envelope, type Spoken } from './envelope.ts';
import { afterDamage, type Meant, meantBy, mostly, saidOfDocket } from './meant.ts';
import { prose } from './prose.ts';
import { idsOf, putDocket, readDirectly } from './put-docket.ts';

const again = fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, fc.constant(true));

const rungs: Answer['rung'][] = ['tools', 'json_schema', 'plain'];

/** What models put around JSON that they write as text; some of it says something else. */
const settings = [
  ...[
    '@',
    '@',
    '@',
    '@',
    '@',
    '@',
    '```json\n@\n```',
    '```\n@\n```',
    'Here you are:\n@',
    '@\nI hope that helps.',
  ],
  ...['<think>Is it "yes"? Or "no"?</think>@', '<think>{"verdicts":[]}</think>\n@', '\ufeff@'],
  ...[
    '<tool_call>@</tool_call>',
    '<tool_call>{"name":"submit_verdicts","arguments":@}</tool_call>',
  ],
  ...['[TOOL_CALLS]submit_verdicts@', '<|channel|>final<|message|>@', '@<|im_end|>', '@ @'],
  ...[
    '<think>no</think>\n\n@',
    'Answer for ticket 1: @',
    '{"name":"submit_verdicts","parameters":@}',
  ],
];

/** What is said of a docket: by tool calls, or in text, or both ways at once. */
const spoken: fc.Arbitrary<{
  spoken: Spoken;
  meant: Meant[];
  /** Of what is damaged on its way. */
  spoilt: Meant[];
  rung: Answer['rung'];
}> = fc.oneof(
  fc
    .record({
      said: saidOfDocket,
      how: writing,
      by: fc.constantFrom('a call', 'a call', 'a call', 'text', 'text', 'both', 'two calls'),
      isPlain: fc.boolean(),
      setting: fc.constantFrom(...settings),
      damage: fc.array(textDamage, { maxLength: 1 }),
      isDamaged: fc.constantFrom(true, false, false, false),
    })
    .map(({ said: all, how, by, isPlain, setting, damage, isDamaged }) => {
      const said = writtenOf(all, how);
      const written = argumentsText(said, idsOf(said.tickets), how);
      const text = isDamaged ? damage.reduce(damageText, written) : written;
      const inSetting = setting.replaceAll('@', () => text);
      return {
        meant: isDamaged ? afterDamage(meantBy(said)) : meantBy(said),
        spoilt: afterDamage(meantBy(said)),
        rung: (by !== 'text' ? 'tools' : isPlain ? 'plain' : 'json_schema') as Answer['rung'],
        spoken: {
          text: by === 'text' || by === 'both' ? inSetting : null,
          calls: by === 'text' ? [] : by === 'two calls' ? [text, text] : [text],
        },
      };
    }),
  prose.map(({ meant, text }) => ({
    meant: [meant],
    // A quotation that lost its mark is a statement.
    spoilt: ['open'] as Meant[],
    rung: 'plain' as const,
    spoken: { text, calls: [] },
  })),
);

const wholeAnswers: fc.Arbitrary<Answer> = fc
  .record({
    said: spoken,
    how: envelope,
    again,
    other: mostly<Answer['rung'] | undefined>(undefined, rungs),
    status: fc.constantFrom(...Array<number>(30).fill(200), 201, 400, 404, 418, 500, 503),
    parts: fc.array(valueDamage, { maxLength: 2 }),
    bytes: fc.array(textDamage, { maxLength: 2 }),
    damaged: fc.constantFrom('no', 'no', 'no', 'no', 'parts', 'bytes', 'both'),
  })
  .map(({ said, how, other, again, status, parts, bytes, damaged }) => {
    const whole = bodyOf(said.spoken, how);
    const value =
      damaged === 'parts' || damaged === 'both' ? parts.reduce(damageValue, whole) : whole;
    const text = JSON.stringify(value) ?? '';
    const body = damaged === 'bytes' || damaged === 'both' ? bytes.reduce(damageText, text) : text;
    const rung = other ?? said.rung;
    const meant = damaged === 'no' ? said.meant : said.spoilt;
    return { api: how.api, rung, again, status, body, meant };
  });

/** JSON that was never meant for us, and what is none. */
const strangers: fc.Arbitrary<Answer> = fc
  .record({
    api: fc.constantFrom<Envelope['api']>('chat', 'responses'),
    again,
    rung: fc.constantFrom(...rungs),
    status: fc.constantFrom(200, 200, 200, 400, 500),
    body: fc.oneof(fc.json({ maxDepth: 4 }), fc.string({ unit: 'binary', maxLength: 40 })),
    under: fc.constantFrom(
      '@',
      '{"choices":@}',
      '{"choices":[@]}',
      '{"choices":[{"message":@}]}',
      '{"output":@}',
      '{"output":[@]}',
      '{"error":@}',
      '{"choices":[{"message":{"tool_calls":@}}]}',
      '{"choices":[{"message":{"content":@}}]}',
      '[@]',
    ),
  })
  .map(({ under, body, ...rest }) => ({
    ...rest,
    body: under.replace('@', () => body),
    meant: ['neither'],
  }));

const inputs = fc.oneof(
  { weight: 9, arbitrary: wholeAnswers },
  { weight: 1, arbitrary: strangers },
);

/** An answer may be taken or not; what it did not mean is never read out of it, and nothing falls over. */
function reader(name: string, read: typeof putDocket, tries: number): Fuzzer<Answer> {
  return {
    name,
    inputs,
    tries,
    async check(answer) {
      const verdicts = await read(answer);
      const isTurned = verdicts.some(
        (verdict, index) =>
          verdict !== undefined && ![verdict, 'open'].includes(answer.meant[index] ?? ''),
      );
      if (isTurned) throw new Error(`meant ${answer.meant}, read ${verdicts}`);
    },
  };
}

export const answers = reader('answers', readDirectly, 300);
export const dockets = reader('dockets', putDocket, 60);
