import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { focusOpener, isComingBack } from './opener.ts';

/** Where the keyboard was put last: a page that is opened from another one begins at its heading. */
let shown = window.location.pathname;

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
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const { pathname } = window.location;
    const isNew = pathname !== shown && !isComingBack();
    if (isNew) window.scrollTo(0, 0);
    if (isAdrift() && !focusOpener(isAdrift) && pathname !== shown)
      heading.current?.focus({ preventScroll: true });
    shown = pathname;
  }, []);
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="sm">
      <Stack gap={2}>
        <Title order={1} size="h2" ref={heading} tabIndex={-1} className="page-title">
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

/** Whether the keyboard is nowhere, as what had it is gone, or still in the list of pages. */
function isAdrift(): boolean {
  const { activeElement } = document;
  return (
    activeElement === null ||
    activeElement === document.body ||
    activeElement.id === 'content' ||
    activeElement.closest('nav') !== null
  );
}
