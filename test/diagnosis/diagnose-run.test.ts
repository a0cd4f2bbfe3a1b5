import { expect, it } from 'vitest';
import type { Case } from '../../src/diagnosis/case.ts';
import { diagnoseRun } from '../../src/diagnosis/diagnose-run.ts';
import { groupFindings } from '../../src/diagnosis/groups.ts';
import { caseOf, no, unrouted, yes } from '../support/cases.ts';

async function* stream(cases: Case[]) {
  yield* cases.map((known, index) => ({
    ...known,
    ticket: { ...known.ticket, row: index + 1, id: `T${index + 1}` },
  }));
}
const swapped = caseOf([yes('manners'), no('waiting'), unrouted('website')]);
const right = caseOf();

it('calls two themes confused that are swapped again and again, and one swap a doubtful label', async () => {
  const often = await diagnoseRun(stream([swapped, swapped, right, swapped]));
  expect(often.confusions).toEqual([{ themes: ['manners', 'waiting'], swapped: 3, labelled: 4 }]);
  expect(often.findings[0]).toMatchObject({ agent: 'judge:manners', mode: 'themes_confused' });

  const once = await diagnoseRun(stream([swapped, right, right]));
  expect(once.findings[0]).toMatchObject({ agent: 'gold', mode: 'gold_doubtful' });
  expect(once.findings.map(({ certainty }) => certainty)).not.toContain('proved_by_trace');
});

it('counts what each agent said against the labels', async () => {
  const { scores, tickets, labelled, wrong } = await diagnoseRun(
    stream([right, swapped, { ...right, gold: undefined }]),
  );
  expect([tickets, labelled, wrong]).toEqual([3, 2, 1]);
  expect(scores.map(({ agent, answers }) => [agent, answers])).toEqual([
    ['triage', 3],
    ['judge:manners', 3],
    ['judge:waiting', 3],
  ]);
  expect(scores[1]?.right).toEqual({ truePositives: 0, falsePositives: 1, falseNegatives: 0 });
  expect(scores[2]?.right).toEqual({ truePositives: 1, falsePositives: 0, falseNegatives: 1 });
});

it('names the smallest repair of a wrong ticket', async () => {
  const { repairs } = await diagnoseRun(stream([right, swapped]));
  expect([...repairs]).toEqual([[2, { manners: 'no', waiting: 'yes' }]]);
});

it('groups findings by whose they are, those first that spoil most tickets', async () => {
  const missed = caseOf(undefined, { gold: ['waiting', 'website'] });
  const { findings } = await diagnoseRun(stream([missed, swapped, missed]));
  const [first] = groupFindings(findings, new Map([['triage', { all: 6, labelled: 3 }]]));
  expect(first).toEqual({
    agent: 'triage',
    mode: 'triage_missed_theme',
    tickets: 2,
    absorbed: 0,
    proved: 0,
    mates: 0,
    share: 2 / 3,
    shareOf: 'labelled',
    examples: ['T1', 'T3'],
  });
});

it('takes what only a label shows as a share of the questions about labelled tickets, and nothing else', async () => {
  const unlabelled = { ...swapped, gold: undefined };
  const made = { ...caseOf([yes('waiting', { quote: 'never said' })]), gold: undefined };
  const { findings, scores } = await diagnoseRun(stream([swapped, right, unlabelled, made]));
  const asked = scores.map(({ agent, answers, labelled }) => {
    return [agent, { all: answers, labelled }] as const;
  });
  const groups = groupFindings(findings, new Map(asked));
  const shareOf = (wanted: string) => groups.find(({ mode }) => mode === wanted)?.share;
  expect(shareOf('false_no')).toBe(1 / 2);
  expect(shareOf('quote_not_in_ticket')).toBe(1 / 4);
});

it('proves that two labels of one text contradict each other, and nothing against a judge', async () => {
  const twin = { twin: { id: 'T1', row: 1 }, twinGold: ['website'] };
  const { findings } = await diagnoseRun(stream([right, { ...swapped, ...twin }]));
  expect(findings[0]).toMatchObject({ mode: 'duplicate_ticket', certainty: 'proved_by_trace' });
  const ofJudges = findings.filter(({ agent }) => agent.startsWith('judge:'));
  expect(ofJudges.map(({ certainty }) => certainty)).toEqual([
    'contradicts_label',
    'contradicts_label',
  ]);
});

it('names one cause for an answer of a judge, and what else went wrong with it beside that', async () => {
  const known = caseOf([yes('manners', { quote: 'never said' }), yes('waiting')]);
  const { findings } = await diagnoseRun(stream([known]));
  expect(findings).toMatchObject([
    { agent: 'judge:manners', mode: 'quote_not_in_ticket', also: ['false_yes'] },
  ]);
});

it('accuses the ticket for which dockets failed, and counts those that travelled with it apart', async () => {
  const fault = (id: string) => ({
    id,
    agent: 'judge:waiting',
    cause: 'content_filter',
    detail: 'no',
    milliseconds: 1,
    isHandoffLost: false,
  });
  const through = (...dockets: string[]) =>
    caseOf(undefined, { faults: dockets.map(fault) as Case['faults'] });
  const cases = [through('all'), through('all', 'half'), through('all', 'half', 'one'), right];
  const { findings } = await diagnoseRun(stream(cases));
  expect(findings).toMatchObject([{ ticket: 'T3', mode: 'content_filter', mates: 2 }]);
});
