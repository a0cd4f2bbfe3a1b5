import { Alert, Button, Center, Loader, Stack, Text } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { PageHead } from './page-head.tsx';

/** @param height in pixels: what comes keeps what stands below from moving where it is about as high */
export function Waiting({ what, height = 160 }: { what: string; height?: number }) {
  return (
    <Center mih={height} role="status" aria-live="polite">
      <Stack align="center" gap="xs">
        <Loader size="sm" />
        <Text c="dimmed" size="sm">
          {what}
        </Text>
      </Stack>
    </Center>
  );
}

/** There is nothing here yet, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Center mih={220}>
      <Stack align="center" gap="sm" maw={460} ta="center">
        <Text fw={600}>{title}</Text>
        {children}
      </Stack>
    </Center>
  );
}

/** For an address that leads nowhere. */
export function NothingHere() {
  return (
    <>
      <PageHead title="There is nothing at this address" />
      <Button component={Link} href="/" variant="default">
        All runs
      </Button>
    </>
  );
}

export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <Alert
      icon={<CircleAlert size={18} aria-hidden />}
      color="red"
      variant="outline"
      title="That did not work"
      role="alert"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{error instanceof Error ? error.message : String(error)}</Text>
        {retry !== undefined && (
          <Button size="xs" variant="default" onClick={retry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
