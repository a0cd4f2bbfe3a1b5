import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

/** The title of a page, in the window too, with what can be done there at its right. */
export function PageHead({
  title,
  windowTitle = title,
  about,
  children,
}: {
  title: string;
  /** The window's own, where it says more. */
  windowTitle?: string;
  about?: ReactNode;
  children?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${windowTitle} · Ticket Tribunal`;
  }, [windowTitle]);
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="sm">
      <Stack gap={2}>
        <Title order={1} size="h2">
          {title}
        </Title>
        {about !== undefined && (
          <Text component="div" c="dimmed">
            {about}
          </Text>
        )}
      </Stack>
      {children !== undefined && <Group gap="xs">{children}</Group>}
    </Group>
  );
}
