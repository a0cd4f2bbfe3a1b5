import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { defineTheme, judgeDigest, type ThemeAgent } from '../../agents/judge.ts';
import type { Outcome } from '../../src/domain/decision/outcome.ts';
import { showLearned } from '../../src/learning/show-learned.ts';
import { openLearnedModel, takeLearned } from '../../src/learning/take-learned.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { learn } from '../../workflows/learn.ts';
import { failed, no, unrouted, yes } from '../support/cases.ts';
import { tempLedger } from '../support/court.ts';
import { enterRun } from '../support/decided-run.ts';
import { topicTexts } from '../support/topic-texts.ts';

const themes = ['bags', 'food', 'refunds'].map((id) =>
  defineTheme({ id, name: id, definition: `It is about ${id}.` }),
);
const texts = topicTexts(15);
const embedded = { model: 'embedded', baseURL: '', api: 'embedded' } as const;

function place(folder: string, list: readonly ThemeAgent[] = themes): string {
  const file = path.join(folder, 'themes.json');
  writeFileSync(file, JSON.stringify(list));
  return file;
}

/** A run whose model judged two themes, was not asked about most of the third, and failed now and then. */
async function enterVerdicts(ledger: Ledger, model = 'strong'): Promise<void> {
  const tickets = texts.map(({ text, topic }, at) => {
    const verdict = (id: string): Outcome => (topic === id ? yes(id) : no(id));
    return {
      id: `T${at}`,
      cells: [`T${at}`, text],
      outcomes: [
        verdict('bags'),
        at % 7 === 0 ? failed('food') : verdict('food'),
        at < 4 ? verdict('refunds') : unrouted('refunds'),
      ],
    };
  });
  const told = themes.map((theme) => ({ ...theme, digest: judgeDigest(theme) }));
  await enterRun(ledger, 'run', tickets, { run: { model }, settings: { themes: told } });
}

function teach(ledger: Ledger, folder: string, said: string[] = []) {
  return learn(ledger, {
    from: { run: 'run' },
    themes: place(folder),
    command: 'npx tribunal learn --from run',
    say: (message) => said.push(message),
  });
}

it('verdicts teach; a failed judge and a theme that was not asked do not, and are no no', async () => {
  const { ledger, folder } = await tempLedger();
  await enterVerdicts(ledger);
  const said: string[] = [];
  const { themes: shown, macroF1 } = await teach(ledger, folder, said);
  const [bags, food, refunds] = shown;
  const judged = texts.filter((_, at) => at % 7 !== 0);
  expect(bags).toMatchObject({ state: 'learned', yes: 15, no: 45 });
  expect(bags?.teachers).toEqual([{ by: 'strong', yes: 15, no: 45 }]);
  expect(food).toMatchObject({ yes: judged.filter(({ topic }) => topic === 'food').length });
  expect((food?.yes ?? 0) + (food?.no ?? 0)).toBe(judged.length);
  expect(refunds).toMatchObject({ state: 'lacking', yes: 1, no: 3, needed: 4 + 2, f1: null });
  expect(macroF1).toBeGreaterThan(0.8);
  expect(said.join('\n')).toMatch(/65 questions of run run have no verdict.*--route all/);
});

it("a person's label goes before the model's verdict", async () => {
  const { ledger, folder } = await tempLedger();
  await enterVerdicts(ledger);
  const label = { run: 'run', row: 1, author: 'a person', at: 1, reason: '', undone_at: null };
  await ledger.write({ gold: [{ ...label, address: 'address of T0', themes: 'refunds|bags' }] });
  const [bags, , refunds] = (await teach(ledger, folder)).themes;
  expect(bags?.teachers).toEqual([
    { by: 'people', yes: 1, no: 0 },
    { by: 'strong', yes: 15, no: 44 },
  ]);
  expect(refunds?.teachers[0]).toEqual({ by: 'people', yes: 1, no: 0 });
});

it('what was learned decides the themes as they were; edited ones and others are left as before', async () => {
  const { ledger, folder } = await tempLedger();
  await enterVerdicts(ledger);
  const { address } = await teach(ledger, folder);
  const { endpoint, notes } = await takeLearned(ledger, themes, embedded, true);
  expect(endpoint.model).toBe(`embedded:${address}`);
  expect(notes.join('\n')).toContain('not learned, and decided as before: refunds');
  const learned = await openLearnedModel(ledger, themes, endpoint);
  expect(learned?.ids).toEqual(['bags', 'food']);

  const edited = themes.map((theme) =>
    theme.id === 'bags' ? { ...theme, definition: 'It is about bags that are lost.' } : theme,
  );
  const taken = await takeLearned(ledger, edited, embedded, true);
  expect(taken.notes.join('\n')).toMatch(/edited since.*no longer count.*bags; learn again with/);
  expect((await openLearnedModel(ledger, edited, endpoint))?.ids).toEqual(['', 'food']);
  const { themes: shown } = await showLearned(ledger, edited, address);
  expect(shown.map(({ state }) => state)).toEqual(['edited', 'learned', 'lacking']);

  place(folder, edited);
  const said: string[] = [];
  const options = { from: { run: 'run' }, command: '', say: (text: string) => said.push(text) };
  await learn(ledger, { ...options, themes: path.join(folder, 'themes.json') });
  expect(said.join('\n')).toContain(
    'edited since run run, so that its verdicts no longer count: bags',
  );
});

it('the same verdicts learned again are the same model; nothing is used unless it is asked for', async () => {
  const { ledger, folder } = await tempLedger();
  await enterVerdicts(ledger);
  const [first, second] = [await teach(ledger, folder), await teach(ledger, folder)];
  expect(second.address).toBe(first.address);
  expect(await ledger.learned.list()).toHaveLength(1);
  expect(await takeLearned(ledger, themes, embedded, false)).toEqual({
    endpoint: embedded,
    notes: [],
  });
});

it('the embedded model learns nothing from itself, and nothing is learned from too few', async () => {
  const { ledger, folder } = await tempLedger();
  await enterVerdicts(ledger, 'embedded');
  await expect(teach(ledger, folder)).rejects.toThrow(/learns nothing from itself/);
  await expect(takeLearned(ledger, themes, embedded, true)).rejects.toThrow(/nothing was learned/);
});
