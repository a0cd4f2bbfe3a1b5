import { Anchor, Button, Group, Table, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { TicketMatch } from '../../api/search.ts';
import { themeTint } from '../kit/colours.ts';
import { StatusMark } from '../kit/marks.tsx';

/** Tickets to which the theme applies: the quote that says so, how sure that is, and why. */
export function MatchTable({
  run,
  matches,
  onExample,
}: {
  run: string;
  matches: readonly TicketMatch[];
  onExample: ((text: string) => void) | undefined;
}) {
  return (
    <Table verticalSpacing="sm" layout="fixed" aria-label="Matches">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={{ base: 84, sm: 120 }}>Ticket</Table.Th>
          <Table.Th>Quote and reason</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {matches.map((match) => (
          <Table.Tr key={match.row}>
            <Table.Td style={{ verticalAlign: 'top', overflowWrap: 'anywhere' }}>
              <Anchor component={Link} href={`/runs/${run}/tickets/${match.row}`} size="sm">
                {match.ticket}
              </Anchor>
              <Text size="sm" title="confidence">
                {match.confidence.toFixed(2)}{' '}
                <Text span c="dimmed" size="xs">
                  confidence
                </Text>
              </Text>
              {match.status !== 'decided' && <StatusMark status={match.status} />}
            </Table.Td>
            <Table.Td style={{ verticalAlign: 'top' }}>
              <Excerpt match={match} />
              <Group justify="space-between" align="flex-start" mt={4} gap={6}>
                <Text
                  size="sm"
                  c="dimmed"
                  style={{ flex: '1 1 180px', minWidth: 0, overflowWrap: 'anywhere' }}
                >
                  {match.reason}
                </Text>
                {onExample !== undefined && (
                  <Button
                    variant="default"
                    size="compact-xs"
                    style={{ flex: 'none' }}
                    aria-label={`As example: ticket ${match.ticket}`}
                    onClick={() => onExample(match.quote ?? match.text)}
                  >
                    As example
                  </Button>
                )}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** A quote that stands elsewhere than in the text, in a context column, is shown by itself. */
function Excerpt({ match: { text, place, quote } }: { match: TicketMatch }) {
  const style = { color: 'inherit', background: themeTint(0), borderRadius: 2 };
  return (
    <div className="ticket-text" dir="auto">
      {place === null ? (
        <>
          {text}
          {quote !== null && quote !== '' && (
            <>
              {' '}
              <mark style={style}>{quote}</mark>
            </>
          )}
        </>
      ) : (
        <>
          {text.slice(0, place.start)}
          <mark style={style}>{text.slice(place.start, place.end)}</mark>
          {text.slice(place.end)}
        </>
      )}
    </div>
  );
}
