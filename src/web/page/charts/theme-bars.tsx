import { Text, UnstyledButton } from '@mantine/core';
import type { Charts } from '../../api/results.ts';
import type { RunTheme } from '../../api/runs.ts';
import { themeColour } from '../kit/colours.ts';
import { showCount } from '../kit/numbers.ts';
import { type ResultsQuery, toggled } from '../results/results-query.ts';

/** Tickets by theme, the most frequent first; a theme's bar filters by it. */
export function ThemeBars({
  charts,
  themes,
  results: { filter, change },
}: {
  charts: Charts;
  themes: readonly RunTheme[];
  results: ResultsQuery;
}) {
  const bars = charts.themes
    .map(({ id, tickets }, index) => ({ id, tickets, index, name: themes[index]?.name ?? id }))
    .sort((a, b) => b.tickets - a.tickets);
  const most = Math.max(1, charts.unthemed, ...bars.map(({ tickets }) => tickets));
  return (
    <ul className="bars">
      {bars.map(({ id, tickets, index, name }) => (
        <Bar
          key={id}
          {...{ name, tickets, most, colour: themeColour(index) }}
          isChosen={filter.theme?.includes(id) ?? false}
          onChoose={() => change({ theme: toggled(filter.theme, id), unthemed: undefined })}
        />
      ))}
      <Bar
        name="no theme"
        {...{ tickets: charts.unthemed, most, colour: 'var(--no)' }}
        isChosen={filter.unthemed !== undefined}
        onChoose={() =>
          change({ unthemed: filter.unthemed === undefined ? 'yes' : undefined, theme: undefined })
        }
      />
    </ul>
  );
}

export function Bar(bar: {
  name: string;
  tickets: number;
  most: number;
  colour: string;
  isChosen: boolean;
  onChoose(): void;
}) {
  return (
    <li>
      <UnstyledButton className="bar" aria-pressed={bar.isChosen} onClick={bar.onChoose}>
        <Text span size="sm" truncate>
          {bar.name}
        </Text>
        <Text span size="sm" className="is-number">
          {showCount(bar.tickets)}
        </Text>
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden>
          <rect width="100" height="6" style={{ fill: 'var(--track)' }} />
          <rect width={(100 * bar.tickets) / bar.most} height="6" style={{ fill: bar.colour }} />
        </svg>
      </UnstyledButton>
    </li>
  );
}
