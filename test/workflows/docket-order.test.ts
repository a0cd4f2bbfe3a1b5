import { describe, expect, it } from 'vitest';
import { defineTheme, judgeSpec } from '../../agents/judge.ts';
import { Desk } from '../../src/tribunal/queue/question-queue.ts';
import { holdCourt, speak, verdicts } from '../support/court.ts';

const spec = judgeSpec(defineTheme({ name: 'Late Flight', definition: 'The flight was late.' }));

/** The texts of a docket as the model sees them, and their ids. */
async function showDocket(texts: string[]) {
  const court = await holdCourt({ docketSize: texts.length });
  const model = speak(({ lines }) => verdicts(lines, 'yes'));
  const desk = new Desk(court, 'judges', spec, model);
  const replies = await Promise.all(
    texts.map((text, index) =>
      desk.ask({ address: `address of ${text}`, row: index + 1, line: { text }, reason: '' }),
    ),
  );
  expect(model.asked).toHaveLength(1);
  const lines = model.asked[0]?.lines ?? [];
  return {
    shown: lines.map(({ text }) => String(text)),
    ids: lines.map(({ id }) => String(id)),
    quotes: replies.map((reply) => (reply.ok ? reply.answer.quote : undefined)),
  };
}

const file = Array.from({ length: 16 }, (_, index) => `ticket ${index}`);

describe('the lines of a docket', () => {
  it('are not in the order of the file, and each answer still finds its ticket', async () => {
    const { shown, quotes } = await showDocket(file);
    expect(shown).not.toEqual(file);
    expect(shown).not.toEqual(file.toReversed());
    expect(shown.toSorted()).toEqual(file.toSorted());
    expect(quotes).toEqual(file);
  });

  it('are the same, with the same ids, for the same docket', async () => {
    expect(await showDocket(file)).toEqual(await showDocket(file));
  });

  it('have another order and other ids where one ticket is another', async () => {
    const one = await showDocket([...file, 'the last']);
    const other = await showDocket([...file, 'another']);
    const common = (shown: string[]) => shown.filter((text) => file.includes(text));
    expect(common(other.shown)).not.toEqual(common(one.shown));
    expect(other.ids.filter((id) => one.ids.includes(id))).toEqual([]);
  });

  it('favour no ticket: each place holds another ticket in other dockets', async () => {
    const first = new Set<string>();
    for (const more of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      const { shown } = await showDocket([...file, more]);
      first.add(shown[0] ?? '');
    }
    expect(first.size).toBeGreaterThan(3);
  });
});
