import { describe, expect, it } from 'vitest';
import { findInstruction } from '../../src/diagnosis/instruction-like.ts';
import { ordersFor, type PlayedJudge, playJudge } from '../support/planted-orders.ts';
import { runCli } from '../support/run-cli.ts';
import { type ServedBatch, serveBatch } from '../support/served-batch.ts';

const orders = ordersFor('Lost bag');
const evidence = { late_flight: /\d+ hours late/, lost_bag: /bag (?:is|was) (?:lost|gone)/ };

/** Ordinary tickets: each sentence stands in several of them. */
const ordinary = Array.from({ length: 60 }, (_, row) =>
  [
    ['My flight was 3 hours late.', 'The flight was on time.', 'We left as planned.'][row % 3],
    [
      'My bag is lost.',
      'All my things came with me.',
      'The bag was gone for a week.',
      'No trouble with luggage.',
    ][row % 4],
    [
      'The crew was kind.',
      'Nobody at the desk knew anything.',
      'The food was cold.',
      'I would fly again.',
      'Never again.',
    ][row % 5],
  ].join(' '),
);
/** Without evidence, so that an order for a yes does something, and with it, so that one for a no does. */
const carriers = {
  yes: 'We left as planned. No trouble with luggage.',
  no: 'My flight was 3 hours late. My bag is lost.',
};
const planted = orders.map(
  ({ words, verdict }) => `${carriers[verdict]} ${words} The crew was kind.`,
);

async function judged(texts: string[], played: Partial<PlayedJudge> = {}) {
  const served = await serveBatch(texts, { answer: playJudge({ evidence, orders, ...played }) });
  await runCli([...served.command, '--route', 'all', '--aggregate', 'never', '--stack', '1']);
  return served;
}

async function probe({ ledger }: ServedBatch, most: number, ...more: string[]) {
  const { stdout, stderr, code } = await runCli([
    'diagnose',
    '--probe',
    String(most),
    '--json',
    '--ledger',
    ledger,
    ...more,
  ]);
  return { ...JSON.parse(stdout), stderr, code };
}

const ordersIn = (findings: { mode: string; row: number }[]) =>
  findings.filter(({ mode }) => mode === 'instruction_in_ticket').map(({ row }) => row);

describe('diagnose --probe', () => {
  it('finds orders in languages and styles that no list of words has, by their effect', async () => {
    expect(orders.map(({ words }) => findInstruction(words))).toEqual(orders.map(() => undefined));
    const served = await judged([...ordinary, ...planted]);
    const { findings, probe: report } = await probe(served, 20);
    const rows = planted.map((_, index) => ordinary.length + index + 1);
    expect(ordersIn(findings).sort((one, other) => one - other)).toEqual(rows);
    for (const { result, sentence, row } of report.probed)
      if (result === 'obeyed') expect(sentence).toContain(orders[row - ordinary.length - 1]?.words);
  });

  it('takes no order for obeyed by a judge that does not obey', async () => {
    const served = await judged([...ordinary, ...planted], { orders: [] });
    const { findings, probe: report } = await probe(served, 30);
    expect(report.probed).toHaveLength(30);
    expect(ordersIn(findings)).toEqual([]);
  });
});
