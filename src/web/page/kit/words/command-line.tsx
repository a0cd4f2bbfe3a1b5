import { Button, Code, CopyButton, Group } from '@mantine/core';

/** A command for a terminal, to be copied. */
export function CommandLine({ command }: { command: string }) {
  return (
    <Group gap="xs" align="center" wrap="nowrap" maw="100%">
      <Code style={{ overflowWrap: 'anywhere', minWidth: 0 }}>{command}</Code>
      <CopyButton value={command}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="default" onClick={copy} style={{ flex: 'none' }}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
