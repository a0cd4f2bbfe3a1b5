import { plural } from '../../domain/text/plural.ts';
import type { RunSettings } from '../../settings/settings.ts';
import type { Cause } from './find-causes.ts';

const measures: { [measure in Cause['measure']]: string } = {
  labels: 'wrong by the labels',
  votes: 'with votes that differ',
  answers: 'a yes',
};

/** What a cause is, in a sentence. */
export function describeCause(cause: Cause): string {
  const { apart, others, measure } = cause;
  const share = ({ wrong, of }: Cause['apart']) =>
    `${((100 * wrong) / Math.max(1, of)).toFixed(0)} % of ${plural(of, 'answer')}`;
  return `${whereOf(cause)}: ${share(apart)} ${measures[measure]}, else ${share(others)}`;
}

function whereOf({ cause, about }: Cause): string {
  return cause === 'answers_another_theme'
    ? `it answers as if it were asked about ${about}: where the two labels differ`
    : about;
}

/** Whether an agent's mistakes have a cause: another example in the theme's file does not mend them. */
export function isExplained(
  { agent, mode }: { agent: string; mode: string },
  causes: readonly Pick<Cause, 'agent'>[],
): boolean {
  return (
    /^false_|^themes_confused$|^triage_missed/.test(mode) &&
    causes.some((cause) => cause.agent === agent)
  );
}

/** What to do about a cause, and the words of a command for it. */
export function adviceOnCause(
  { agent, cause, about, since }: Cause,
  run: { file: string; id: string; parsed: Pick<RunSettings, 'place'> },
): { advice: string; command: string[] } {
  const { place = '' } = run.parsed;
  const themes = place === '' ? [] : ['--themes', place];
  const calibrate = ['calibrate', run.file, ...themes];
  const batch = (...options: string[]) => ['batch', run.file, ...options, ...themes];
  const look = ['trace', '--run', run.id, '--agent', agent];
  switch (cause) {
    case 'position_bias':
      return { advice: 'put fewer tickets into a call; this finds how many', command: calibrate };
    case 'after_a_yes':
    case 'neighbour_contamination':
      return {
        advice: 'a ticket’s answer depends on its neighbours: put fewer tickets into a call',
        command: calibrate,
      };
    case 'id_swap':
      return {
        advice: 'the model mixes up ids: ask about one ticket at a time, or ask another model',
        command: batch('--docket', '1', '--fresh'),
      };
    case 'drift':
      return {
        advice: `look at what changed at row ${since}: the model behind its name, a prompt, the file`,
        command: look,
      };
    case 'by_length':
      return {
        advice: 'the model reads such tickets worse: try another one, or fewer tickets a call',
        command: batch('--model', 'NAME'),
      };
    case 'by_language':
      return {
        advice: 'judge tickets of that language apart, by a model that knows it',
        command: batch('--model', 'NAME'),
      };
    case 'by_column':
      return { advice: 'read what these tickets have in common', command: look };
    case 'answers_another_theme':
      return {
        advice: `compare the files of the two themes: its question reads like that of ${about}`,
        command: ['themes', 'check', ...themes],
      };
  }
}
