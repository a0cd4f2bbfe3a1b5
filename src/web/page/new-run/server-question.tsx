import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ServerChoice, ServerQuestion } from '../../api/servers.ts';
import { askPersonBy } from '../client.ts';

interface Asked extends ServerQuestion {
  answer(choice: ServerChoice | undefined): void;
}

/** Asks once, whatever is started, before tickets go to a server that the environment does not name. */
export function ServerQuestionDialog() {
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => {
    askPersonBy(
      (question) =>
        new Promise((answer) =>
          setAsked((before) => {
            before?.answer(undefined);
            return { ...question, answer };
          }),
        ),
    );
  }, []);
  if (asked === undefined) return null;
  const answer = (choice: ServerChoice | undefined) => {
    setAsked(undefined);
    asked.answer(choice);
  };
  return (
    <Modal opened onClose={() => answer(undefined)} withCloseButton={false}>
      <Question {...asked} onAnswer={answer} />
    </Modal>
  );
}

function Question({
  server,
  hasKey,
  onAnswer,
}: ServerQuestion & { onAnswer: (choice: ServerChoice | undefined) => void }) {
  const [sendsKey, setSendsKey] = useState(false);
  return (
    <Stack gap="md">
      <Modal.Title fw={600}>A new server</Modal.Title>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        The texts of the tickets will be sent to <strong>{server}</strong>. It is not the server
        that was set when this page was started, and nobody has confirmed it on this machine yet.
      </Text>
      {hasKey && (
        <Checkbox
          label="Send OPENAI_API_KEY to it too"
          description="Only if the key belongs to this server: whoever runs the server can use it."
          checked={sendsKey}
          onChange={({ currentTarget }) => setSendsKey(currentTarget.checked)}
        />
      )}
      <Group gap="xs">
        <Button onClick={() => onAnswer({ server, sendsKey })}>Send the tickets there</Button>
        <Button variant="default" onClick={() => onAnswer(undefined)} data-autofocus>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
