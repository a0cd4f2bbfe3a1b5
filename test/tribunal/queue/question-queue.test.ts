import { describe, expect, it } from 'vitest';
import { defineTheme, judgeSpec } from '../../../agents/judge.ts';
import { ModelFault } from '../../../src/model/faults/fault.ts';
import type { Question } from '../../../src/tribunal/queue/question.ts';
import { Desk } from '../../../src/tribunal/queue/question-queue.ts';
import { holdCourt, speak, verdicts } from '../../support/court.ts';

const spec = judgeSpec(defineTheme({ name: 'Late Flight', definition: 'The flight was late.' }));

function questions(count: number): Question[] {
  return Array.from({ length: count }, (_, index) => ({
    address: `address ${index}`,
    row: index + 1,
    line: { text: `ticket ${index}` },
    reason: 'because',
  }));
}

describe('desk', () => {
  it('fills dockets and sends the rest off when nothing else is coming', async () => {
    const court = await holdCourt({ docketSize: 4 });
    const model = speak(({ lines }) => verdicts(lines));
    const desk = new Desk(court, 'judges', spec, model);
    const replies = await Promise.all(questions(10).map((question) => desk.ask(question)));
    expect(model.asked.map(({ lines }) => lines.length).sort()).toEqual([2, 4, 4]);
    expect(replies.every(({ ok }) => ok)).toBe(true);
  });

  it('asks once for two tickets that read the same, and never again what the ledger holds', async () => {
    const court = await holdCourt();
    const model = speak(({ lines }) => verdicts(lines));
    const desk = new Desk(court, 'judges', spec, model);
    const [question] = questions(1);
    if (question === undefined) throw new Error('no question');
    await Promise.all([desk.ask(question), desk.ask({ ...question, row: 2 })]);
    const again = await desk.ask(question);
    expect(model.asked).toHaveLength(1);
    // Paid for by this very run: nothing was saved.
    expect(again).toMatchObject({ ok: true, reused: false });
  });

  it('keeps what a docket brought, and asks again for the ticket that it left out', async () => {
    const court = await holdCourt({ docketSize: 8 });
    const model = speak(({ lines }) => verdicts(lines.filter(({ text }) => text !== 'ticket 3')));
    const desk = new Desk(court, 'judges', spec, model);
    const replies = await Promise.all(questions(8).map((question) => desk.ask(question)));
    expect(replies.map(({ ok }) => ok)).toEqual([true, true, true, false, true, true, true, true]);
    expect(replies[3]).toMatchObject({ ok: false, cause: 'wrong_ids' });
    const faults = await court.ledger.records.countFaults('run');
    expect(faults).toEqual([{ agent: 'judge:late_flight', cause: 'wrong_ids', count: 3 }]);
    expect(model.asked.flatMap(({ lines }) => lines).length).toBeLessThan(8 + 8);
  });

  it('lets a ticket that got no answer join the next docket', async () => {
    const court = await holdCourt({ docketSize: 4 });
    const model = speak(({ lines }, call) => verdicts(call === 1 ? lines.slice(1) : lines));
    const desk = new Desk(court, 'judges', spec, model);
    const replies = await Promise.all(questions(7).map((question) => desk.ask(question)));
    expect(replies.every(({ ok }) => ok)).toBe(true);
    expect(model.asked.map(({ lines }) => lines.length)).toEqual([4, 4]);
  });

  it.each([
    ['unknown ids only', () => verdicts([{ id: 'q0000' }])],
    ['plain text', () => 'I would rather not.'],
    ['arguments of the wrong shape', () => ({ verdicts: [{ ticket: 1 }] })],
  ])(
    'asks twice more, and splits a docket that comes back with %s each time',
    async (_, answerMany) => {
      const court = await holdCourt({ docketSize: 4 });
      const model = speak(({ lines }, call) =>
        lines.length > 1 && call > 1 ? answerMany() : verdicts(lines),
      );
      const desk = new Desk(court, 'judges', spec, model);
      await Promise.all(questions(4).map((question) => desk.ask(question)));
      const others = questions(8).slice(4);
      const replies = await Promise.all(others.map((question) => desk.ask(question)));
      expect(replies.every(({ ok }) => ok)).toBe(true);
      const sizes = model.asked.map(({ lines }) => lines.length);
      expect(sizes.slice(1)).toEqual([4, 4, 4, 2, 2, 1, 1, 1, 1]);
    },
  );

  it('asks about fewer at once where the model has never answered about several', async () => {
    const court = await holdCourt({ docketSize: 4 });
    const model = speak(({ lines }) => (lines.length > 1 ? 'too many' : verdicts(lines)));
    const desk = new Desk(court, 'judges', spec, model);
    const replies = await Promise.all(questions(4).map((question) => desk.ask(question)));
    expect(replies.every(({ ok }) => ok)).toBe(true);
    expect(model.asked.map(({ lines }) => lines.length)).toEqual([4, 2, 1, 1, 2, 1, 1]);
  });

  describe('where the context overflows', () => {
    const overflowBeyond = (characters: number) =>
      speak(({ lines }) => {
        if (JSON.stringify(lines).length > characters)
          throw new ModelFault('context_overflow', 'too long');
        return verdicts(lines);
      });

    it('splits the docket, and fills the next ones less', async () => {
      const court = await holdCourt({ docketSize: 4 });
      const model = overflowBeyond(110);
      const desk = new Desk(court, 'judges', spec, model);
      await Promise.all(questions(4).map((question) => desk.ask(question)));
      expect(model.asked.map(({ lines }) => lines.length)).toEqual([4, 2, 2]);
      const more = questions(8).slice(4);
      await Promise.all(more.map((question) => desk.ask(question)));
      expect(model.asked.slice(3).every(({ lines }) => lines.length <= 2)).toBe(true);
    });

    it('then shortens the context columns', async () => {
      const court = await holdCourt();
      const model = overflowBeyond(1000);
      const desk = new Desk(court, 'judges', spec, model);
      const line = { context: { history: 'so long '.repeat(500) }, text: 'My bag.' };
      const [question] = questions(1);
      const reply = await desk.ask({ ...question, line } as Question);
      expect(reply.ok).toBe(true);
      expect(model.asked.at(-1)?.lines[0]).toMatchObject({
        text: 'My bag.',
        context: { history: expect.stringMatching(/^so long .*more characters\]$/) },
      });
    });

    it('then fails the ticket with that cause, and no other', async () => {
      const court = await holdCourt({ docketSize: 2 });
      const desk = new Desk(court, 'judges', spec, overflowBeyond(1000));
      const [short, long] = questions(2);
      const line = { text: 'so long '.repeat(500) };
      const replies = await Promise.all([
        desk.ask(short as Question),
        desk.ask({ ...long, line } as Question),
      ]);
      expect(replies).toMatchObject([{ ok: true }, { ok: false, cause: 'too_long' }]);
    });
  });

  it('keeps a failure out of the answers, so that it is asked again another time', async () => {
    const court = await holdCourt();
    let broken = true;
    const model = speak(({ lines }) => (broken ? 'no tool today' : verdicts(lines, 'yes')));
    const desk = new Desk(court, 'judges', spec, model);
    const [question] = questions(1);
    if (question === undefined) throw new Error('no question');
    expect(await desk.ask(question)).toMatchObject({ ok: false, cause: 'text_instead_of_tool' });
    broken = false;
    expect(await desk.ask(question)).toMatchObject({ ok: true, answer: { verdict: 'yes' } });
  });

  it('rejects where no call can succeed, instead of failing ticket after ticket', async () => {
    const court = await holdCourt();
    const model = speak(() => {
      throw new ModelFault('unauthorized', 'wrong key');
    });
    const desk = new Desk(court, 'judges', spec, model);
    const [question] = questions(1);
    if (question === undefined) throw new Error('no question');
    await expect(desk.ask(question)).rejects.toMatchObject({ failure: 'unauthorized' });
  });

  it('sends nothing more once the run is stopped', async () => {
    const stop = new AbortController();
    const court = await holdCourt({ stop: stop.signal, docketSize: 1, concurrency: 1 });
    const model = speak(({ lines }) => {
      stop.abort();
      return verdicts(lines);
    });
    const desk = new Desk(court, 'judges', spec, model);
    const settled = await Promise.allSettled(questions(5).map((question) => desk.ask(question)));
    expect(model.asked).toHaveLength(1);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('keeps a genuine handoff span, the call and its tokens for every docket', async () => {
    const court = await holdCourt({ docketSize: 2 });
    const desk = new Desk(
      court,
      'judges',
      spec,
      speak(({ lines }) => verdicts(lines)),
    );
    await Promise.all(questions(2).map((question) => desk.ask(question)));
    const { calls, dockets } = await court.ledger.records.countCalls('run');
    expect({ calls, dockets }).toEqual({ calls: 1, dockets: 1 });
    const [answer] = [...(await court.ledger.answers(['address 0'])).values()];
    const spans = await court.ledger.stories.spans([answer?.docket ?? '']);
    const handoff = spans.find(({ kind }) => kind === 'handoff');
    expect(handoff?.name).toBe('triage -> judge:late_flight');
    const parents = new Set(spans.map(({ id }) => id));
    expect(spans.filter(({ parent }) => parent !== null && !parents.has(parent))).toEqual([]);
  });
});
