import type { CalibrationReport } from '../../../../workflows/calibrate.ts';
import { plural } from '../../../domain/text/plural.ts';
import { percent } from '../numbers.ts';
import { paint } from '../print.ts';
import { table } from '../table.ts';

type Report = Pick<CalibrationReport, 'dockets' | 'stacks' | 'tolerance'>;

/** The sizes of dockets that were weighed, and the one that was chosen. */
export function drawDockets({ dockets, tolerance }: Report): string[] {
  if (dockets === null) return [];
  const { sizes, chosen, questions, sure } = dockets;
  const next = sizes.find(({ size }) => size > chosen);
  return [
    '',
    table(
      [
        { title: 'docket', align: 'right' },
        ...flipTitles(`at most (${100 * sure} % confidence)`),
        { title: 'repeat noise', align: 'right', paint: paint.dim },
        { title: 'clustering', align: 'right', paint: paint.dim },
      ],
      sizes.map((one) => [
        `${one.size === chosen ? '> ' : ''}${one.size}`,
        ...flipCells(one),
        percent(one.questions === 0 ? 0 : one.unsteady / one.questions),
        `x ${one.crowding.toFixed(1)}`,
      ]),
    ),
    '',
    `${paint.bold(`Docket ${chosen}`)}: ${
      chosen === 1
        ? `no larger one is shown to flip at most ${percent(tolerance)} of ${plural(questions, 'question')}`
        : `so large a docket flips at most ${percent(tolerance)} of the answers, with 95 % confidence`
    }; --docket auto now takes it for this model and these themes`,
    ...(next === undefined ? [] : [drawNeed(next, tolerance)]),
  ];
}

function flipTitles(bound: string) {
  return ['questions', 'unanswered', 'flips beyond repeat noise', bound].map((title) => ({
    title,
    align: 'right' as const,
  }));
}

function flipCells(one: Record<'questions' | 'lost' | 'excess' | 'upper', number>): string[] {
  return [String(one.questions), String(one.lost), percent(one.excess), percent(one.upper)];
}

function drawNeed(
  { size, needed, excess }: NonNullable<CalibrationReport['dockets']>['sizes'][number],
  tolerance: number,
): string {
  return needed === null
    ? `Docket ${size} flips ${percent(excess)} here: no sample will bring that below ${percent(tolerance)}`
    : `To show it of ${plural(size, 'ticket')} per call at the rates seen here would take about --sample ${needed}`;
}

/** The same of themes in one call, with what it does to each theme. */
export function drawStacks({ stacks, tolerance }: Report): string[] {
  if (stacks === null) return [];
  const { sizes, chosen, docket, themes, alone } = stacks;
  const weighed = themes.length === 0 ? '' : chosen === 1 ? sizes[0]?.size : chosen;
  return [
    '',
    table(
      [
        { title: 'themes per call', align: 'right' },
        ...flipTitles('at most'),
        { title: 'first third of a call', align: 'right', paint: paint.dim },
        { title: 'last third', align: 'right', paint: paint.dim },
      ],
      sizes.map((one) => [
        `${one.size === chosen ? '> ' : ''}${one.size}`,
        ...flipCells(one),
        ...[percent(one.first), percent(one.last)],
      ]),
    ),
    '',
    table(
      [
        { title: `theme, ${weighed} in a call` },
        { title: 'questions', align: 'right' },
        { title: 'flips beyond repeat noise', align: 'right' },
        { title: 'at most', align: 'right' },
        { title: '' },
      ],
      themes.map(({ theme, questions, excess, upper, suffers, isShown }) => [
        ...[theme, String(questions), percent(excess), percent(upper)],
        suffers
          ? 'suffers, stays alone'
          : isShown
            ? `at most ${percent(tolerance)} by itself`
            : 'the sample is too small to say',
      ]),
    ),
    '',
    `${paint.bold(`Themes per call ${chosen}`)}: ${
      chosen === 1
        ? `no larger number is shown to flip at most ${percent(tolerance)} of the answers with ${plural(docket, 'ticket')} per call`
        : `with ${plural(docket, 'ticket')} per call so many flip at most ${percent(tolerance)} of the answers${alone.length === 0 ? '' : `, and ${alone.join(', ')} is judged alone`}. Tickets and themes per call are both right with 95 % confidence`
    }; --stack auto now takes it for this model and these themes`,
  ];
}
