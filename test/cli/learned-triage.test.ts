import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sample, seededRandom } from '../../src/domain/random.ts';
import { queryCopy } from '../support/query-ledger.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';
import { questionsAsked, repeatedIn, rowsOf, serveBatch } from '../support/served-batch.ts';

const words = {
  late: 'late hours waiting gate tarmac delayed board'.split(' '),
  lost: 'lost suitcase carousel luggage belt tag bag'.split(' '),
  neither: 'meal coffee sandwich dinner tray hungry cold'.split(' '),
};
const filler = 'today with the airline again please from london to rome and my family'.split(' ');

/** Each ticket is of one kind, which the server reads from its first word, and its other words hint at. */
function textsOfKinds(count: number): string[] {
  const random = seededRandom(4);
  const kinds = Object.entries(words);
  return Array.from({ length: count }, (_, number) => {
    const [kind, own] = kinds[Math.floor(random() * kinds.length)] ?? ['', []];
    const said = [kind, ...sample(random, own.slice(1), 2), ...sample(random, filler, 3)];
    return `${said.join(' ')} ${number}`;
  });
}

const learned = ['--triage', 'learned', '--max-miss', '20%', '--wide'];
const texts = textsOfKinds(500);

/** Rows of the last tickets, and what was left unasked of them. */
function unaskedOf(out: string) {
  return rowsOf(out)
    .slice(-100)
    .filter((row) => row.late_flight === 'not_routed' || row.lost_bag === 'not_routed');
}

describe('a triage that learns', () => {
  it('asks everything at first, leaves judges unasked later that surely say no, and says why', async () => {
    const batch = await serveBatch(texts);
    const { code } = await runCli([...batch.command, ...learned, '--out', batch.out]);
    expect(code).toBe(0);
    const rows = rowsOf(batch.out);
    expect(rows.slice(0, 100).flatMap((row) => Object.values(row))).not.toContain('not_routed');
    const [first] = unaskedOf(batch.out);
    expect(unaskedOf(batch.out).length).toBeGreaterThan(30);
    for (const row of rows)
      for (const [theme, word] of [
        ['late_flight', 'late'],
        ['lost_bag', 'lost'],
      ] as const)
        if (row[theme] !== 'not_routed')
          expect(row[theme]).toBe(row.text?.startsWith(word) ? 'yes' : 'no');
    expect(questionsAsked(batch.server).filter((text) => text.startsWith('triage'))).toEqual([]);
    const trace = await runCli(['trace', first?.id ?? '', '--ledger', batch.ledger]);
    expect(trace.stdout).toMatch(
      /(late_flight|lost_bag): not asked: a yes is [\d.]+ % likely, below [\d.]+ %; asked with a chance of \d+ %/,
    );
    expect(trace.stdout).toMatch(/rule left_unasked +\(\d of 2 judges were not asked/);
  });

  it('is blamed where a person says yes to what it left unasked', async () => {
    const batch = await serveBatch(texts);
    await runCli([...batch.command, ...learned, '--out', batch.out]);
    const row = unaskedOf(batch.out).find(({ lost_bag }) => lost_bag === 'not_routed');
    const gold = path.join(batch.folder, 'gold.csv');
    writeFileSync(gold, `id,labels\n${row?.id},lost_bag\n`);
    const { stdout } = await runCli([
      'diagnose',
      '--gold',
      gold,
      '--ledger',
      batch.ledger,
      '--json',
    ]);
    expect(JSON.parse(stdout).findings).toContainEqual(
      expect.objectContaining({
        ticket: row?.id,
        agent: 'triage',
        mode: 'triage_missed_theme',
        certainty: 'contradicts_label',
        themes: ['lost_bag'],
        detail: expect.stringContaining('not asked: a yes is'),
      }),
    );
  });

  it('keeps to its choices after a kill, learns again from what was decided, and asks nothing twice', async () => {
    const batch = await serveBatch(texts, { latencyMs: 20 });
    await spawnCli([...batch.command, ...learned, '--out', batch.out], {
      onStart: (child) => {
        const timer = setInterval(() => {
          if (batch.server.count() < 25) return;
          clearInterval(timer);
          child.kill('SIGKILL');
        }, 5);
      },
    });
    const before = routingsIn(batch.ledger);
    const sent = batch.server.count();
    expect(before.size).toBeGreaterThan(150);
    const again = await runCli([...batch.command, ...learned, '--out', batch.out]);
    expect(again.code).toBe(0);
    const after = routingsIn(batch.ledger);
    expect(after.size).toBe(500);
    for (const [row, body] of before) expect(after.get(row)).toBe(body);
    const unknown = Number(/cut off during (\d+) calls?/.exec(again.stderr)?.[1] ?? 0);
    const repeated = repeatedIn(questionsAsked(batch.server));
    expect(repeated.length).toBeLessThanOrEqual(unknown * 16);
    expect(batch.server.count()).toBeGreaterThan(sent);
    expect(unaskedOf(batch.out).length).toBeGreaterThan(30);
  });

  it.each<[string, string[], RegExp]>([
    ['a promise of nothing', ['--triage', 'learned', '--max-miss', '0'], /--route all/],
    ['a promise of most', ['--triage', 'learned', '--max-miss', '70%'], /up to 50%, got "70%"/],
    ['no share', ['--triage', 'learned', '--max-miss', 'few'], /--max-miss takes a share/],
    ['a promise without it', ['--max-miss', '2%'], /--triage learned promises: name both/],
    ['every judge besides', ['--triage', 'learned', '--route', 'all'], /choose one of the two/],
    ['a second audit', ['--triage', 'learned', '--audit', '5%'], /leave --audit out/],
    ['a triage that there is not', ['--triage', 'guess'], /Allowed choices are agent, learned/],
  ])('refuses %s', async (_, flags, message) => {
    const batch = await serveBatch(['late']);
    const { code, stderr } = await runCli([...batch.command, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(batch.server.count()).toBe(0);
  });
});

function routingsIn(ledger: string): Map<unknown, unknown> {
  const [rows = []] = queryCopy(ledger, 'select row, body from routings');
  return new Map(rows.map(({ row, body }) => [row, body]));
}
