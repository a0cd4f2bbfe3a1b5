import {
  Anchor,
  Button,
  Collapse,
  Group,
  Kbd,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  Title,
} from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { RunTheme } from '../../api/runs.ts';
import type { TicketReading } from '../../api/ticket.ts';
import type { GoldRequest, ReviewItem } from '../../api/trust/review.ts';
import { StatusMark } from '../kit/marks.tsx';
import { useKeys } from '../kit/use-keys.ts';
import { ThemeToggles, themeKeys } from '../new-run/theme-toggles.tsx';
import { TicketTexts } from '../ticket/ticket-text.tsx';
import { VerdictCard } from '../ticket/verdict-card.tsx';
import { AuthorLine, useAuthor } from './author.tsx';
import { describeReasons } from './review-list.tsx';

/** One ticket that a person says the right themes of. */
export function ReviewTicket({
  run,
  item,
  reading,
  themes,
  isSaving,
  onSave,
  onSkip,
}: {
  run: string;
  item: ReviewItem;
  reading: TicketReading;
  themes: readonly RunTheme[];
  isSaving: boolean;
  onSave: (label: GoldRequest) => void;
  onSkip: () => void;
}) {
  const proposed = reading.decision?.themes ?? [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(proposed));
  const [reason, setReason] = useState('');
  const [areJudgesOpen, setJudgesOpen] = useState(false);
  const [author] = useAuthor();

  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const save = (themes: readonly string[]) => {
    if (isSaving) return;
    onSave({ themes: [...themes], author, reason: reason.trim() });
  };
  const accept = () => save(proposed);
  const correct = () => save(themes.map(({ id }) => id).filter((id) => chosen.has(id)));
  useKeys({
    a: accept,
    Enter: correct,
    s: onSkip,
    ...Object.fromEntries(
      themes.flatMap(({ id }, index) => {
        const key = themeKeys[index];
        return key === undefined ? [] : [[key, () => toggle(id)]];
      }),
    ),
  });
  const outcomes = (reading.decision?.outcomes ?? []).filter(({ kind }) => kind !== 'not_routed');

  return (
    <Stack gap="md">
      <div>
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
            {item.id}
          </Title>
          <Anchor component={Link} href={`/runs/${run}/tickets/${item.row}`} size="sm">
            The whole story
          </Anchor>
        </Group>
        <Group gap="md">
          <StatusMark status={item.status} />
          <Text size="sm" c="dimmed">
            {item.confidence === null ? '' : `confidence ${item.confidence.toFixed(2)}; `}
            {describeReasons(item)}
          </Text>
        </Group>
      </div>
      <TicketTexts texts={reading.texts} themes={themes} />
      <Paper withBorder p="md">
        <Stack gap="md">
          <Definitions themes={themes} />
          <ThemeToggles themes={themes} chosen={chosen} proposed={proposed} onToggle={toggle} />
          <Textarea
            label="Reason (optional)"
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
            autosize
            minRows={1}
            maxRows={4}
            maxLength={2000}
          />
          <AuthorLine />
          <Group gap="xs">
            <Button onClick={accept} loading={isSaving} rightSection={<Kbd size="xs">a</Kbd>}>
              Accept as proposed
            </Button>
            <Button
              variant="default"
              onClick={correct}
              disabled={isSaving}
              rightSection={<Kbd size="xs">Enter</Kbd>}
            >
              Save these themes
            </Button>
            <Button variant="default" onClick={onSkip} rightSection={<Kbd size="xs">s</Kbd>}>
              Skip
            </Button>
          </Group>
        </Stack>
      </Paper>
      {outcomes.length > 0 && (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={areJudgesOpen}
            onClick={() => setJudgesOpen(!areJudgesOpen)}
          >
            {areJudgesOpen ? 'Hide' : 'Show'} what the judges said
          </Button>
          <Collapse expanded={areJudgesOpen}>
            <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="sm" mt="sm">
              {outcomes.map((outcome) => {
                const index = Math.max(
                  0,
                  themes.findIndex(({ id }) => id === outcome.theme),
                );
                const theme = themes[index];
                if (theme === undefined) return null;
                return (
                  <VerdictCard key={outcome.theme} outcome={outcome} theme={theme} index={index} />
                );
              })}
            </SimpleGrid>
          </Collapse>
        </div>
      )}
    </Stack>
  );
}

/** What each theme means, where somebody has to know. */
function Definitions({ themes }: { themes: readonly RunTheme[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Hide' : 'Show'} what the themes mean
      </Button>
      {isOpen && (
        <Stack gap={6} component="dl" m={0} mt="xs" mah={320} style={{ overflowY: 'auto' }}>
          {themes.map(({ id, name, definition }) => (
            <div key={id}>
              <Text component="dt" size="sm" fw={600}>
                {name}
              </Text>
              <Text component="dd" size="sm" m={0}>
                {definition}
              </Text>
            </div>
          ))}
        </Stack>
      )}
    </div>
  );
}
