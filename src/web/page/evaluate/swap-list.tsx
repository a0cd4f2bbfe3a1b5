import { Anchor, List } from '@mantine/core';
import { Link } from 'wouter';
import type { RunTheme } from '../../api/runs.ts';
import type { EvaluationReport } from '../../api/trust/evaluation.ts';
import { queryOf } from '../client.ts';
import { Section } from '../kit/section.tsx';
import { showTickets } from '../kit/words/numbers.ts';

/** Fewer are chance; so many pairs are shown. */
const [fewest, most] = [2, 8];

/** Themes that were said in the place of others, each with the way to its tickets. */
export function SwapList({
  run,
  swaps,
  themes,
}: {
  run: string;
  swaps: EvaluationReport['swaps'];
  themes: readonly RunTheme[];
}) {
  const shown = swaps.filter(({ tickets }) => tickets >= fewest).slice(0, most);
  if (shown.length === 0) return null;
  const nameOf = (id: string) => themes.find((theme) => theme.id === id)?.name ?? id;
  return (
    <Section title="Themes taken for one another">
      <List spacing={4} listStyleType="none">
        {shown.map(({ said, missed, tickets }) => (
          <List.Item key={`${said} ${missed}`}>
            <b>{nameOf(said)}</b> in the place of <b>{nameOf(missed)}</b>:{' '}
            <Anchor
              component={Link}
              href={`/runs/${run}/results${queryOf({ extra: [said], missed: [missed] })}`}
              inherit
            >
              {showTickets(tickets)}
            </Anchor>
          </List.Item>
        ))}
      </List>
    </Section>
  );
}
