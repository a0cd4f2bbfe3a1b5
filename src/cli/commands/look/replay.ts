import { type Replay, replayTicket } from '../../../cases/stories/replay.ts';
import type { Change, Flip } from '../../../diagnosis/replay.ts';
import { Rules, usualRules } from '../../../domain/decision/reconcile.ts';
import { nearest, UserMistake } from '../../../domain/mistake.ts';
import { paint, paintStatus, printable } from '../../drawing/print.ts';
import { withLedger } from '../with-ledger.ts';

export async function runReplay(
  ticket: string,
  options: { ledger: string; run?: string; flip: string[]; rule: string[]; json?: boolean },
): Promise<number> {
  const change = readChange(options.flip, options.rule);
  return withLedger(options.ledger, async (ledger) => {
    const replays = await replayTicket(ledger, ticket, options.run, change);
    process.stdout.write(
      options.json
        ? `${JSON.stringify(replays, null, 2)}\n`
        : `${replays.map(draw).join('\n\n')}\n`,
    );
    return 0;
  });
}

const flips: readonly string[] = ['yes', 'no', 'failed', 'not_routed'] satisfies Flip[];

function readChange(flipped: readonly string[], ruled: readonly string[]): Change {
  const rules = ruled.map(readRule);
  return {
    flips: new Map(flipped.map(readFlip)),
    rules: Object.assign({}, ...rules.filter((rule) => rule !== 'aggregator=off')),
    withoutRuling: rules.includes('aggregator=off'),
  };
}

function readFlip(text: string): [string, Flip] {
  const [theme = '', to = ''] = text.split('=').map((part) => part.trim());
  if (theme === '' || !flips.includes(to))
    throw new UserMistake(`--flip takes THEME=${flips.join('|')}, got "${text}"`);
  return [theme, to as Flip];
}

function readRule(text: string): Partial<Rules> | 'aggregator=off' {
  const [name = '', value = ''] = text.split('=').map((part) => part.trim());
  if (name === 'aggregator' && value === 'off') return 'aggregator=off';
  const known = [...Object.keys(usualRules), 'aggregator'];
  if (!known.includes(name)) {
    const near = nearest(name, known);
    throw new UserMistake(
      `--rule knows no "${name}"${near === undefined ? `; rules are: ${known.join(', ')}` : `; did you mean "${near}"?`}`,
    );
  }
  const read =
    name === 'exclusions'
      ? { exclusions: { on: true, off: false }[value] }
      : { [name]: value === '' ? Number.NaN : Number(value) };
  const rules = Rules.partial().safeParse(read);
  if (!rules.success || Object.values(read)[0] === undefined || name === 'aggregator')
    throw new UserMistake(
      `--rule takes confidence_floor=0..1, exclusion_lead=0..1, review_below=0..1, exclusions=on|off or aggregator=off, got "${text}"`,
    );
  return rules.data;
}

function draw(replay: Replay): string {
  const { ticket, row, run, before, after, gained, lost, isRulingLeftOut, asksAggregator } = replay;
  const isSame = gained.length + lost.length === 0 && before.status === after.status;
  return [
    `${paint.bold(`Ticket ${printable(ticket)}`)}  ${paint.dim(`row ${row} of run ${run}`)}`,
    `was   ${paintStatus(before.status)}: ${before.themes.join(', ') || 'no theme'}`,
    `would be ${paintStatus(after.status)}: ${after.themes.join(', ') || 'no theme'}${isSame ? paint.dim('  (no change)') : ''}`,
    ...gained.map((theme) => paint.green(`  + ${theme}`)),
    ...lost.map((theme) => paint.red(`  - ${theme}`)),
    ...after.conflicts.map(({ kind, themes, detail }) =>
      paint.yellow(`  conflict ${[kind, ...themes].join(' ')}: ${printable(detail)}`),
    ),
    ...after.rules.map(({ rule, detail }) => paint.dim(`  rule ${rule}: ${printable(detail)}`)),
    ...(isRulingLeftOut
      ? [paint.dim('  the aggregator ruled on other verdicts, so its ruling does not count here')]
      : []),
    ...(asksAggregator
      ? [paint.yellow('  the aggregator would be asked about this, and may decide otherwise')]
      : []),
  ].join('\n');
}
