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
  TextInput,
  Title,
} from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import type { GoldRequest, ReviewItem } from '../../api/review.ts';
import type { RunTheme } from '../../api/runs.ts';
import type { TicketReading } from '../../api/ticket.ts';
import { StatusMark } from '../kit/marks.tsx';
import { useKeys } from '../kit/use-keys.ts';
import { ThemeToggles, themeKeys } from '../new-run/theme-toggles.tsx';
import { TicketTexts } from '../ticket/ticket-text.tsx';
import { VerdictCard } from '../ticket/verdict-card.tsx';
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
  const [author, setAuthor] = useLocalStorage({
    key: 'tribunal-author',
    defaultValue: '',
    getInitialValueInEffect: false,
  });
  const [isAuthorMissing, setAuthorMissing] = useState(false);
  const authorField = useRef<HTMLInputElement>(null);

  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const save = (themes: readonly string[]) => {
    if (isSaving) return;
    if (author.trim() === '') {
      setAuthorMissing(true);
      authorField.current?.focus();
      return;
    }
    onSave({ themes: [...themes], author: author.trim(), reason: reason.trim() });
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
          <ThemeToggles themes={themes} chosen={chosen} proposed={proposed} onToggle={toggle} />
          <Group align="flex-start" gap="sm">
            <TextInput
              ref={authorField}
              label="Your name"
              required
              value={author}
              error={isAuthorMissing && author.trim() === '' ? 'Say who you are' : undefined}
              onChange={({ currentTarget }) => setAuthor(currentTarget.value)}
              maxLength={100}
              w={180}
            />
            <Textarea
              label="Reason (optional)"
              value={reason}
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
              autosize
              minRows={1}
              maxRows={4}
              maxLength={2000}
              style={{ flex: '1 1 220px' }}
            />
          </Group>
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
