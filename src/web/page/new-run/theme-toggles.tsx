import { Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import type { RunTheme } from '../../api/runs.ts';
import { themeColour, themeTint } from '../kit/colours.ts';

/** Keys of the themes in their order; letters that do something else are left out. */
export const themeKeys: readonly string[] = [...'123456789bcdefghilmnopqrtvwxyz'];

/** The themes of a label, each to be switched on and off. */
export function ThemeToggles({
  themes,
  chosen,
  proposed,
  onToggle,
}: {
  themes: readonly RunTheme[];
  chosen: ReadonlySet<string>;
  /** What the tribunal said. */
  proposed: readonly string[];
  onToggle: (id: string) => void;
}) {
  return (
    <Group gap="xs" role="group" aria-label="Themes that apply">
      {themes.map(({ id, name, definition }, index) => {
        const isOn = chosen.has(id);
        const key = themeKeys[index];
        return (
          <UnstyledButton
            key={id}
            className="theme-toggle"
            aria-pressed={isOn}
            aria-keyshortcuts={key}
            title={definition}
            onClick={() => onToggle(id)}
            style={{
              background: isOn ? themeTint(index) : 'transparent',
              borderColor: isOn ? themeColour(index) : 'var(--edge)',
            }}
          >
            {key !== undefined && <Kbd size="xs">{key}</Kbd>}
            <Text span size="sm" fw={isOn ? 600 : 400} miw={0}>
              {name}
            </Text>
            {proposed.includes(id) && !isOn && (
              <Text span size="xs" c="dimmed">
                was proposed
              </Text>
            )}
          </UnstyledButton>
        );
      })}
    </Group>
  );
}
