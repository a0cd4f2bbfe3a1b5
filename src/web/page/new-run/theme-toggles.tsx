import { Group, Kbd, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { RunTheme } from '../../api/runs.ts';
import { themeColour, themeTint } from '../kit/colours.ts';
import { showCount } from '../kit/words/numbers.ts';

/** Keys of the themes in their order; letters that do something else are left out. */
export const themeKeys: readonly string[] = [...'123456789bcdefghilmnopqrtvwxyz'];

/** Of more themes only so many are shown, beside those that are chosen, proposed or sought. */
const mostShown = 30;

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
  const [sought, setSought] = useState('');
  const isLong = themes.length > mostShown;
  const words = sought.trim().toLowerCase();
  const isShown = ({ id, name }: RunTheme, index: number) =>
    chosen.has(id) ||
    proposed.includes(id) ||
    (words === '' ? index < mostShown : name.toLowerCase().includes(words));
  return (
    <Group gap="xs" role="group" aria-label="Themes that apply">
      {isLong && (
        <TextInput
          size="xs"
          aria-label="Find a theme"
          placeholder={`Find among ${showCount(themes.length)} themes`}
          value={sought}
          maxLength={200}
          onChange={({ currentTarget }) => setSought(currentTarget.value)}
        />
      )}
      {themes.map((theme, index) => {
        if (isLong && !isShown(theme, index)) return null;
        const { id, name, definition } = theme;
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
