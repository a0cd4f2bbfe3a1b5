import { nearest } from '../../domain/mistake.ts';
import { shellWord } from '../../domain/text/shell-word.ts';

/** What other tools call it, by our command. */
const otherWords = {
  batch: 'start classify label tag judge hear process predict annotate categorize analyze scan',
  sequential: 'step stream one-by-one interactive',
  search: 'find query grep ask filter',
  discover: 'cluster topics suggest propose mine',
  serve: 'view ui web gui open browse browser dashboard app server page',
  init: 'setup configure config start',
  'themes new': 'add create theme',
  'themes list': 'ls questions labels categories',
  'themes check': 'lint validate verify',
  'runs list': 'ls history log logs ps',
  'runs show': 'view status info stat stats cat get summary report inspect',
  'runs export': 'download save results result output write csv',
  'runs compare': 'diff versus vs',
  'runs delete': 'rm remove del drop clear clean',
  'runs rename': 'mv name move',
  trace: 'explain why inspect debug show story spans',
  diagnose: 'blame errors doctor mistakes failures',
  replay: 'simulate whatif what-if',
  rejudge: 'retry again reask repeat rerun',
  evaluate: 'score test bench benchmark metrics accuracy quality measure',
  calibrate: 'tune threshold optimize',
  learn: 'train fit teach finetune fine-tune',
  sharpen: 'improve reword rewrite refine better mend',
  worker: 'work daemon agent join',
  'ledger copy': 'migrate backup cp dump move db database',
  'ledger prune': 'vacuum gc purge clean shrink',
};

/**
 * The commands that somebody may mean by a word that is none: one of that name elsewhere, one that
 * other tools call so, one that begins so, or the one spelt most alike. Those beside it go first.
 */
export function suggest(word: string, group: string, known: readonly string[]): string[] {
  if (/[./\\]/.test(word)) return [`tribunal batch ${shellWord(word)}`];
  const asked = word.toLowerCase();
  const called = Object.entries(otherWords)
    .filter(([, words]) => words.split(' ').includes(asked))
    .map(([command]) => `tribunal ${command}`);
  for (const paths of [known.filter((path) => path.startsWith(`${group} `)), known]) {
    const near = nearest(asked, paths.map(nameOf));
    const meant = [
      paths.filter((path) => nameOf(path) === asked),
      called.filter((path) => paths.includes(path)),
      paths.filter((path) => nameOf(path).startsWith(asked)),
      paths.filter((path) => nameOf(path) === near),
    ].find((some) => some.length > 0);
    if (meant !== undefined) return meant.slice(0, 3);
  }
  return [];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(' ') + 1);
}
