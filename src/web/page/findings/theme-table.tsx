import { Anchor, Button, ScrollArea, Table, Text, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { TimeChart } from '../../api/results.ts';
import type { RunTheme } from '../../api/runs.ts';
import { type RunSummaryReport, sayShare, type ThemeSummary } from '../../api/summary.ts';
import { queryOf } from '../client.ts';
import { themeColour } from '../kit/colours.ts';
import { ThemeMark } from '../kit/marks.tsx';
import { showCount, showShare } from '../kit/words/numbers.ts';
import { Sparkline } from './sparkline.tsx';

/** Themes that are shown without being asked for. */
const firstShown = 12;

const mean = (value: number | null) => (value === null ? '–' : value.toFixed(2));

/** Each theme with what was found out about it; a name leads to its tickets, a quote to its own. */
export function ThemeTable({
  run,
  report,
  themes,
  time,
}: {
  run: string;
  report: RunSummaryReport;
  themes: readonly RunTheme[];
  time: TimeChart | null;
}) {
  const [isWhole, setWhole] = useState(false);
  const [sought, setSought] = useState('');
  const isLong = report.themes.length > firstShown;
  const found = report.themes.filter(({ name }) =>
    name.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  const shown = isWhole ? found : found.slice(0, firstShown);
  const placeOf = (id: string) =>
    Math.max(
      0,
      themes.findIndex((theme) => theme.id === id),
    );
  return (
    <>
      {isLong && (
        <TextInput
          aria-label="Find a theme"
          placeholder={`Find among ${showCount(report.themes.length)} themes`}
          leftSection={<Search size={15} aria-hidden />}
          value={sought}
          maxLength={200}
          onChange={({ currentTarget }) => setSought(currentTarget.value)}
          maw={320}
        />
      )}
      <ScrollArea
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'What was found, by theme' }}
      >
        <Table fz="sm" miw={time === null ? 840 : 940} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Theme</Table.Th>
              <Table.Th ta="right">Tickets</Table.Th>
              <Table.Th miw={150}>Share of tickets</Table.Th>
              <Table.Th ta="right">Mean sentiment</Table.Th>
              <Table.Th ta="right">Mean confidence</Table.Th>
              {time !== null && <Table.Th>Share by {time.unit}</Table.Th>}
              <Table.Th>What customers say</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((theme) => {
              const place = placeOf(theme.id);
              return (
                <Table.Tr key={theme.id} style={{ verticalAlign: 'top' }}>
                  <Table.Th scope="row" fw="normal" maw={220}>
                    <Anchor
                      component={Link}
                      href={`/runs/${run}/results${queryOf({ theme: [theme.id] })}`}
                      inherit
                    >
                      <ThemeMark name={theme.name} index={place} />
                    </Anchor>
                  </Table.Th>
                  <Table.Td className="is-number">
                    {showCount(theme.tickets)}
                    {theme.failed > 0 && (
                      <Text size="xs" c="var(--failed)">
                        {showCount(theme.failed)} failed
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    {sayShare(theme)}
                    <ShareBar theme={theme} colour={themeColour(place)} />
                  </Table.Td>
                  <Table.Td className="is-number">{mean(theme.sentiment)}</Table.Td>
                  <Table.Td className="is-number">{mean(theme.confidence)}</Table.Td>
                  {time !== null && (
                    <Table.Td>
                      <Trend name={theme.name} time={time} place={place} />
                    </Table.Td>
                  )}
                  <Table.Td miw={300}>
                    <Quotes run={run} theme={theme} />
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </ScrollArea>
      {found.length > firstShown && (
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole
            ? `Show the ${firstShown} most frequent`
            : `Show all ${showCount(found.length)} themes`}
        </Button>
      )}
    </>
  );
}

/** The share as a bar, and what its interval reaches as a line over it. */
function ShareBar({
  theme: { share, corrected },
  colour,
}: {
  theme: ThemeSummary;
  colour: string;
}) {
  const width = 100 * (corrected?.share ?? share ?? 0);
  return (
    <svg viewBox="0 0 100 8" width="100%" height="8" preserveAspectRatio="none" aria-hidden>
      <rect y="1" width="100" height="6" style={{ fill: 'var(--track)' }} />
      <rect y="1" width={width} height="6" style={{ fill: colour }} />
      {corrected !== null && (
        <rect
          x={100 * corrected.low}
          y="3"
          width={100 * (corrected.high - corrected.low)}
          height="2"
          style={{ fill: 'var(--mantine-color-text)' }}
        />
      )}
    </svg>
  );
}

function Trend({ name, time, place }: { name: string; time: TimeChart; place: number }) {
  const counts = time.themes[place] ?? [];
  const shares = time.totals.map((all, stretch) => (all === 0 ? 0 : (counts[stretch] ?? 0) / all));
  const words = `${name} by ${time.unit}: ${showShare(shares[0] ?? 0)} at first, ${showShare(shares.at(-1) ?? 0)} at last, at most ${showShare(Math.max(0, ...shares))}`;
  return <Sparkline shares={shares} words={words} />;
}

function Quotes({ run, theme: { quotes, tickets } }: { run: string; theme: ThemeSummary }) {
  if (quotes.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {tickets === 0 ? 'no ticket' : 'no quote'}
      </Text>
    );
  return quotes.map(({ row, ticket, quote }) => (
    <Anchor
      key={row}
      component={Link}
      href={`/runs/${run}/tickets/${row}`}
      size="xs"
      c="inherit"
      display="block"
      dir="auto"
      lineClamp={2}
      title={`Ticket ${ticket}`}
    >
      “{quote}”
    </Anchor>
  ));
}
