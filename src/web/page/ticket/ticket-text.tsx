import { Button, Paper, Stack, Text } from '@mantine/core';
import { type CSSProperties, memo, useMemo, useState } from 'react';
import type { RunTheme } from '../../api/runs.ts';
import type { QuoteMark, TicketText } from '../../api/ticket.ts';
import { themeColour, themeTint } from '../kit/colours.ts';
import { showCount } from '../kit/words/numbers.ts';
import { cutAtMarks } from './segments.ts';

/** Characters that are shown at first: more make a browser slow. */
const shownAtFirst = 12_000;

/** A ticket's texts, what is judged first, with the quotes of its judges. */
export function TicketTexts({
  texts,
  themes,
}: {
  texts: readonly TicketText[];
  themes: readonly RunTheme[];
}) {
  const shown = texts.filter(({ text }, index) => index === 0 || text !== '');
  return (
    <Paper withBorder p="md">
      <Stack gap="md">
        {shown.map((text, index) => (
          <section key={text.name} aria-label={text.name}>
            {shown.length > 1 && (
              <Text size="xs" c="dimmed" mb={2}>
                {text.name}
                {index > 0 && ' (context)'}
              </Text>
            )}
            <MarkedText {...text} themes={themes} />
          </section>
        ))}
      </Stack>
    </Paper>
  );
}

const MarkedText = memo(function MarkedText({
  text,
  marks,
  themes,
}: TicketText & { themes: readonly RunTheme[] }) {
  const [isWhole, setWhole] = useState(false);
  const end = isWhole ? text.length : cutBefore(text, shownAtFirst);
  const segments = useMemo(() => cutAtMarks(text.slice(0, end), marks), [text, marks, end]);
  const hidden = marks.filter((mark) => mark.end > end).length;
  if (text.trim() === '') return <Text c="dimmed">There is no text.</Text>;
  return (
    <>
      <div className="ticket-text" dir="auto">
        {segments.map((segment, index) =>
          segment.marks.length === 0 ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: segments of one text never change places
            <span key={index}>{segment.text}</span>
          ) : (
            <mark
              // biome-ignore lint/suspicious/noArrayIndexKey: segments of one text never change places
              key={index}
              style={styleOf(segment.marks, themes)}
              title={segment.marks.map((mark) => nameOf(mark, themes)).join(', ')}
            >
              {segment.text}
            </mark>
          ),
        )}
      </div>
      {end < text.length && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setWhole(true)}>
          Show all {showCount(text.length)} characters
          {hidden > 0 && `, with ${hidden} more ${hidden === 1 ? 'quote' : 'quotes'}`}
        </Button>
      )}
    </>
  );
});

/** Not in the middle of a character. */
function cutBefore(text: string, length: number): number {
  if (text.length <= length * 1.2) return text.length;
  return /[\uD800-\uDBFF]/.test(text[length - 1] ?? '') ? length - 1 : length;
}

function nameOf({ theme, verdict }: QuoteMark, themes: readonly RunTheme[]): string {
  const name = themes.find(({ id }) => id === theme)?.name ?? theme;
  return verdict === 'yes' ? name : `not ${name}`;
}

/** The first theme's tint, and a line in the colour of each below. */
function styleOf(marks: readonly QuoteMark[], themes: readonly RunTheme[]): CSSProperties {
  const places = marks.map(({ theme, verdict }) => ({
    index: Math.max(
      0,
      themes.findIndex(({ id }) => id === theme),
    ),
    verdict,
  }));
  const first = places.find(({ verdict }) => verdict === 'yes');
  return {
    color: 'light-dark(#16181b, #f3f4f6)',
    background: first === undefined ? 'transparent' : themeTint(first.index),
    boxShadow: places
      .map(({ index }, line) => `inset 0 -${(line + 1) * 2}px 0 ${themeColour(index)}`)
      .join(', '),
    borderRadius: 2,
    paddingBottom: places.length * 2 - 1,
  };
}
