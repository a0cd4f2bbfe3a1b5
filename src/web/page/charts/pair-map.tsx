import { Text, UnstyledButton } from '@mantine/core';
import type { Charts } from '../../api/results.ts';
import type { RunTheme } from '../../api/runs.ts';
import { showCount } from '../kit/words/numbers.ts';
import type { ResultsQuery } from '../results/results-query.ts';
import { KeyGroup } from './key-group.tsx';

/** How often two themes come together; a square filters by both. */
export function PairMap({
  charts: { paired, pairs },
  themes,
  results: { change },
}: {
  charts: Charts;
  themes: readonly RunTheme[];
  results: ResultsQuery;
}) {
  const shown = paired.filter((_, spot) => (pairs[spot]?.[spot] ?? 0) > 0);
  const spotOf = (place: number) => paired.indexOf(place);
  const count = (one: number, other: number) => pairs[spotOf(one)]?.[spotOf(other)] ?? 0;
  const most = Math.max(
    1,
    ...shown.flatMap((one, row) => shown.slice(0, row).map((other) => count(one, other))),
  );
  const isPaired = shown.some((one, row) => shown.slice(0, row).some((other) => count(one, other)));
  if (!isPaired)
    return (
      <Text size="sm" c="dimmed">
        No ticket has two themes.
      </Text>
    );
  let isFirst = true;
  return (
    <KeyGroup label="Themes that come together" className="pair-map">
      {shown.slice(1).map((one, row) => (
        <div key={one} className="pair-row">
          <Text span size="xs" truncate title={themes[one]?.name}>
            {themes[one]?.name}
          </Text>
          {shown.slice(0, row + 1).map((other) => {
            const tickets = count(one, other);
            const names = `${themes[one]?.name} and ${themes[other]?.name}`;
            const tabIndex = isFirst ? 0 : -1;
            isFirst = false;
            return (
              <UnstyledButton
                key={other}
                tabIndex={tabIndex}
                title={`${names}: ${showCount(tickets)}`}
                aria-label={`${names}: ${showCount(tickets)} tickets`}
                onClick={() =>
                  change({
                    theme: [themes[one]?.id ?? '', themes[other]?.id ?? ''],
                    unthemed: undefined,
                  })
                }
              >
                <svg viewBox="0 0 20 20" aria-hidden>
                  <rect width="20" height="20" rx="3" style={{ fill: 'var(--track)' }} />
                  <rect
                    width="20"
                    height="20"
                    rx="3"
                    style={{
                      fill: 'var(--chart)',
                      opacity: tickets === 0 ? 0 : 0.15 + (0.85 * tickets) / most,
                    }}
                  />
                </svg>
              </UnstyledButton>
            );
          })}
        </div>
      ))}
      <div className="pair-row" aria-hidden>
        <span />
        {shown.slice(0, -1).map((place) => (
          <Text key={place} span size="xs" className="is-tall" truncate title={themes[place]?.name}>
            {themes[place]?.name}
          </Text>
        ))}
      </div>
    </KeyGroup>
  );
}
