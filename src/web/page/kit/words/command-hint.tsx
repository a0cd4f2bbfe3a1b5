import { Alert, Stack, Text } from '@mantine/core';
import { Terminal } from 'lucide-react';
import { CommandLine } from './command-line.tsx';

/** What to type at a terminal, and what for. */
export function CommandHint({ said, command }: { said: string; command: string }) {
  return (
    <Alert icon={<Terminal size={18} aria-hidden />} color="gray" variant="outline" role="status">
      <Stack gap={6} align="flex-start">
        <Text size="sm">{said}</Text>
        <CommandLine command={command} />
      </Stack>
    </Alert>
  );
}
