import { Badge, Group, Paper, Stack, Text } from '@mantine/core';
import type { StoryDocket } from '../../api/ticket.ts';
import { showCount, showDollars, showTickets } from '../kit/words/numbers.ts';
import type { ReadCall } from './read-call.ts';

/** A call by who says what: the tickets of the docket as a list, with this one marked. */
export function CallText({
  call,
  docket: { size, cost },
  ticket,
}: {
  call: ReadCall;
  docket: StoryDocket;
  ticket: string;
}) {
  const { model, messages, answers, tokens } = call;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {model}
        {tokens !== undefined &&
          ` · ${showCount(tokens.in)} tokens in, ${showCount(tokens.out)} out`}
        {` · ${showTickets(size)} in the call`}
        {cost !== 0 && ` · ${showDollars(cost)}`}
      </Text>
      {[...messages, ...answers].map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was said stays in its place
        <Paper key={index} withBorder p="sm" radius="md">
          <Group gap="xs" mb={4}>
            <Badge variant="light" tt="none" color={index < messages.length ? 'gray' : 'teal'}>
              {index < messages.length ? message.role : `answer: ${message.role}`}
            </Badge>
          </Group>
          {message.text !== '' && (
            <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {message.text}
            </Text>
          )}
          {message.tickets.map(({ id, text }) => (
            <Text
              key={id}
              size="sm"
              className="docket-line"
              data-this={isLike(text, ticket) || undefined}
            >
              <Text span fw={600} size="sm">
                {id}
                {isLike(text, ticket) && ' (this ticket)'}
              </Text>{' '}
              {text}
            </Text>
          ))}
        </Paper>
      ))}
    </Stack>
  );
}

/** Long texts are cut, and marks that models obey are broken up. */
function isLike(shown: string, ticket: string): boolean {
  return shown === ticket || (ticket.length > 40 && shown.startsWith(ticket.slice(0, 200)));
}
