import { Text, UnstyledButton } from '@mantine/core';
import type { Charts } from '../../api/results.ts';
import type { RunTheme } from '../../api/runs.ts';
import { themeColour } from '../kit/colours.ts';
import { showCount } from '../kit/words/numbers.ts';
import { type ResultsQuery, toggled } from '../results/results-query.ts';

/** Tickets by theme, the most frequent first; a theme's bar filters by it. */
export function ThemeBars({
  charts,
  themes,
  results: { filter, change },
  most: mostShown = Number.POSITIVE_INFINITY,
}: {
  charts: Charts;
  themes: readonly RunTheme[];
  results: ResultsQuery;
  /** So many of the themes. */
  most?: number;
}) {
  const bars = charts.themes
    .map((theme, index) => ({ ...theme, index, name: themes[index]?.name ?? theme.id }))
    .sort((a, b) => b.tickets - a.tickets);
  const hasFailed = charts.statuses.failed > 0;
  const most = Math.max(
    ...[1, charts.unthemed, hasFailed ? charts.statuses.failed : 0],
    ...bars.map(({ tickets, failed }) => tickets + failed),
  );
  return (
    <ul className="bars">
      {bars.slice(0, mostShown).map(({ id, tickets, failed, index, name }) => (
        <Bar
          key={id}
          name={name}
          tickets={tickets}
          most={most}
          colour={themeColour(index)}
          failed={mostShown < bars.length ? 0 : failed}
          isChosen={filter.theme?.includes(id) ?? false}
          onChoose={() => change({ theme: toggled(filter.theme, id), unthemed: undefined })}
        />
      ))}
      <Bar
        name="no theme"
        tickets={charts.unthemed}
        most={most}
        colour="var(--no)"
        isChosen={filter.unthemed !== undefined}
        onChoose={() =>
          change({ unthemed: filter.unthemed === undefined ? 'yes' : undefined, theme: undefined })
        }
      />
      {hasFailed && (
        <Bar
          name="failed: not judged"
          tickets={charts.statuses.failed}
          most={most}
          colour="var(--failed)"
          isChosen={filter.status?.includes('failed') ?? false}
          onChoose={() => change({ status: toggled(filter.status, 'failed') })}
        />
      )}
    </ul>
  );
}

export function Bar(bar: {
  name: string;
  tickets: number;
  /** Tickets of which nobody knows, for want of an answer. */
  failed?: number;
  most: number;
  colour: string;
  isChosen?: boolean;
  /** Without it there is nothing to filter by. */
  onChoose?(): void;
}) {
  const { failed = 0, isChosen, onChoose } = bar;
  const choice =
    onChoose === undefined
      ? { component: 'div' as const }
      : { 'aria-pressed': isChosen, onClick: onChoose };
  return (
    <li>
      <UnstyledButton className="bar" {...choice}>
        <Text span size="sm" truncate>
          {bar.name}
        </Text>
        <Text span size="sm" className="is-number">
          {showCount(bar.tickets)}
          {failed > 0 && ` (${showCount(failed)} failed)`}
        </Text>
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden>
          <rect width="100" height="6" style={{ fill: 'var(--track)' }} />
          <rect width={(100 * bar.tickets) / bar.most} height="6" style={{ fill: bar.colour }} />
          <rect
            x={(100 * bar.tickets) / bar.most}
            width={(100 * failed) / bar.most}
            height="6"
            style={{ fill: 'var(--failed)' }}
          />
        </svg>
      </UnstyledButton>
    </li>
  );
}
