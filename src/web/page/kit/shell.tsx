import {
  ActionIcon,
  AppShell,
  Burger,
  Group,
  NavLink,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  FilePlus2,
  GitCompareArrows,
  ListChecks,
  Moon,
  Scale,
  Search,
  Sun,
  Tags,
} from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { ServerQuestionDialog } from '../new-run/server-question.tsx';
import { ConnectionLamp } from './connection.tsx';

const places = [
  { href: '/', label: 'Runs', icon: ListChecks },
  { href: '/new', label: 'New run', icon: FilePlus2 },
  { href: '/themes', label: 'Themes', icon: Tags },
  { href: '/search', label: 'Search', icon: Search },
  { href: '/compare', label: 'Compare', icon: GitCompareArrows },
];

/** What stands around every page. */
export function Shell({ children }: { children: ReactNode }) {
  const [isOpen, { toggle, close }] = useDisclosure();
  const [location] = useLocation();
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 190, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
    >
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to a place of the page */}
      <a href="#content" className="skip-link" onClick={skip}>
        Skip to the content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? 'Close the menu' : 'Open the menu'}
            />
            <Scale size={20} aria-hidden />
            <Text fw={650}>Ticket Tribunal</Text>
          </Group>
          <Group gap="md" wrap="nowrap">
            <ConnectionLamp />
            <SchemeSwitch />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages">
        {places.map(({ href, label, icon: Icon }) => {
          const isHere =
            href === '/'
              ? location === '/' || location.startsWith('/runs')
              : location === href || location.startsWith(`${href}/`);
          return (
            <NavLink
              key={href}
              component={Link}
              href={href}
              label={label}
              leftSection={<Icon size={17} aria-hidden />}
              active={isHere}
              aria-current={isHere ? 'page' : undefined}
              onClick={close}
              variant="light"
            />
          );
        })}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        {children}
      </AppShell.Main>
      <ServerQuestionDialog />
    </AppShell>
  );
}

/** Without a step in the history, which would have the keyboard there whenever somebody comes back. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme('light') === 'light' ? 'dark' : 'light';
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={`Switch to the ${other} scheme`}
      onClick={() => setColorScheme(other)}
    >
      {other === 'dark' ? <Moon size={17} aria-hidden /> : <Sun size={17} aria-hidden />}
    </ActionIcon>
  );
}
