/** How well a search finds what one label means, in labelled files of which it was shown two tickets at most. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { Theme, themeIdOf } from '../../src/domain/theme.ts';
import { createFinder } from '../../src/model/embedded/finder.ts';

const sharedData = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

interface Score {
  precision: number;
  recall: number;
  f1: number;
}

export interface SearchQuality {
  file: string;
  themes: number;
  tickets: number;
  /** What the search is given: the label's name, or its name, its definition and two tickets that have it. */
  given: 'name' | 'all';
  /** Means over the themes. */
  search: Score;
  alwaysYes: Score;
}

/** Each label is searched for alone, as `search` does it; tickets given as examples are left out of its score. */
export function measureSearch(): SearchQuality[] {
  return ['airline_tweets', 'mams_restaurant', 'banking77'].flatMap((file) => {
    const tickets = path.join(sharedData, `${file}.dev.csv`);
    if (existsSync(tickets))
      return (['name', 'all'] as const).map((given) => measureFile(file, tickets, given));
    console.log(`skipped ${file}: the labelled data is not here`);
    return [];
  });
}

function measureFile(file: string, place: string, given: SearchQuality['given']): SearchQuality {
  const rows = parse(readFileSync(place), { columns: true, bom: true }) as Record<string, string>[];
  const tickets = rows.map(({ text = '', labels, label = '' }) => ({
    text,
    labels: new Set((labels ?? label).split('|').map(themeIdOf)),
  }));
  const labels = JSON.parse(readFileSync(path.join(sharedData, `${file}.themes.json`), 'utf8')) as {
    name: string;
    definition: string;
  }[];
  const themes = labels.map(({ name, definition }) => {
    const id = themeIdOf(name);
    const words = name.replaceAll('_', ' ');
    if (given === 'name') return Theme.parse({ id, name: words, definition: words });
    const examples = tickets.filter((ticket) => ticket.labels.has(id)).map(({ text }) => text);
    return Theme.parse({ id, name: words, definition, examples: examples.slice(0, 2) });
  });
  const finder = createFinder(themes, [...new Set(tickets.map(({ text }) => text))]);
  const read = tickets.map(({ text }) => finder.read(text).themes);
  const scores = themes.map(({ id, examples }, number) => {
    const counted = tickets.flatMap(({ text, labels }, row) =>
      examples.includes(text)
        ? []
        : [{ right: labels.has(id), said: read[row]?.[number]?.verdict === 'yes' }],
    );
    return {
      search: scoreOf(counted),
      alwaysYes: scoreOf(counted.map(({ right }) => ({ right, said: true }))),
    };
  });
  return {
    file,
    themes: themes.length,
    tickets: tickets.length,
    given,
    search: meanOf(scores.map(({ search }) => search)),
    alwaysYes: meanOf(scores.map(({ alwaysYes }) => alwaysYes)),
  };
}

function scoreOf(answers: readonly { right: boolean; said: boolean }[]): Score {
  const count = (of: (answer: { right: boolean; said: boolean }) => boolean) =>
    answers.filter(of).length;
  const hits = count(({ right, said }) => right && said);
  const said = count((answer) => answer.said);
  const right = count((answer) => answer.right);
  return {
    precision: hits / Math.max(1, said),
    recall: hits / Math.max(1, right),
    f1: (2 * hits) / Math.max(1, said + right),
  };
}

function meanOf(scores: readonly Score[]): Score {
  const mean = (key: keyof Score) =>
    scores.reduce((sum, score) => sum + score[key], 0) / scores.length;
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}
