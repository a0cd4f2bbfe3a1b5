import { Anchor } from '@mantine/core';
import { useState } from 'react';
import type { RunTheme } from '../../../api/runs.ts';
import { showCount } from './numbers.ts';

/** Names that are shown without being asked for; so few more are shown, too. */
const firstShown = 8;
const fewMore = 2;

/** The names of a run's themes: of many the first, and the rest on demand. */
export function ThemeNames({ themes }: { themes: readonly RunTheme[] }) {
  const [isWhole, setWhole] = useState(false);
  const isLong = themes.length > firstShown + fewMore;
  const shown = isLong && !isWhole ? themes.slice(0, firstShown) : themes;
  return (
    <>
      {shown.map(({ name }) => name).join(', ')}
      {isLong && (
        <>
          {' '}
          <Anchor
            component="button"
            type="button"
            inherit
            aria-expanded={isWhole}
            onClick={() => setWhole(!isWhole)}
          >
            {isWhole ? 'fewer' : `and ${showCount(themes.length - firstShown)} more`}
          </Anchor>
        </>
      )}
    </>
  );
}
