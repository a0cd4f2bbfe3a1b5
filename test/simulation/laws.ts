/** What must hold of every history, whatever went wrong in it. Each law returns its first breach in words. */
import type { History, Moment } from './history.ts';

type Law = (history: History) => string | undefined;

/** What was paid for and written down is never asked again. */
const settledIsNeverRepeated: Law = (history) => {
  const settled = new Map<string, number>();
  for (const moment of history) {
    if (moment.kind === 'settled')
      for (const question of moment.questions)
        settled.set(question, settled.get(question) ?? moment.at);
    if (moment.kind !== 'asked') continue;
    const again = moment.questions.find((question) => settled.has(question));
    if (again !== undefined)
      return `${moment.process} asks at ${moment.at} what was settled at ${settled.get(again)}: ${again}`;
  }
  return undefined;
};

/** Every row of a run that ended is decided, in review or failed, in the order of its file. */
const everyRowIsDecided: Law = (history) => {
  for (const moment of ended(history)) {
    if (moment.status !== 'finished') {
      if (moment.because === null) return `${moment.process} stopped early and does not say why`;
      continue;
    }
    const { results = [], rows } = moment;
    if (results.length !== rows) return `${moment.process} wrote ${results.length} of ${rows} rows`;
    const odd = results.find(
      ({ id, status }, index) =>
        id !== `T${index + 1}` || !['decided', 'review', 'failed'].includes(status),
    );
    if (odd !== undefined) return `${moment.process} wrote ${JSON.stringify(odd)}`;
  }
  return undefined;
};

/** No more calls are made than a run may, over all commands that go on with it. */
const budgetIsNeverPassed: Law = (history) => {
  const most = commands(history).at(0)?.mostCalls;
  const asked = history.filter(({ kind }) => kind === 'asked').length;
  return most !== undefined && asked > most
    ? `${asked} calls, and ${most} were allowed`
    : undefined;
};

/** No verdict says what the server did not mean. */
const noVerdictIsTurned: Law = (history) => {
  for (const { results = [] } of ended(history))
    for (const { id, verdicts, truth } of results)
      for (const [theme, verdict] of Object.entries(verdicts))
        if (verdict !== truth[theme])
          return `${id} has ${verdict} for ${theme}, not ${truth[theme]}`;
  return undefined;
};

/** Nothing ends with a stack, and nothing waits for ever. */
const nothingCrashes: Law = (history) => {
  const crashed = history.find((moment) => moment.kind === 'crashed');
  return crashed && `${crashed.process}: ${crashed.error}`;
};

const laws = {
  settledIsNeverRepeated,
  everyRowIsDecided,
  budgetIsNeverPassed,
  noVerdictIsTurned,
  nothingCrashes,
};

/** The laws that a history breaks, and how. */
export function breaches(history: History): string[] {
  return Object.entries(laws).flatMap(([name, law]) => {
    const breach = law(history);
    return breach === undefined ? [] : [`${name}: ${breach}`];
  });
}

function ended(history: History): Extract<Moment, { kind: 'ended' }>[] {
  return history.filter((moment) => moment.kind === 'ended');
}

function commands(history: History): Extract<Moment, { kind: 'command' }>[] {
  return history.filter((moment) => moment.kind === 'command');
}
