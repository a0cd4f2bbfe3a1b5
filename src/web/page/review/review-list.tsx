import { Paper, Stack, Text, UnstyledButton } from '@mantine/core';
import type { ReviewItem, ReviewReason } from '../../api/trust/review.ts';

const reasons: Record<ReviewReason, string> = {
  failed: 'failed',
  judge_failed: 'a judge failed',
  review: 'in review',
  unsure: 'unsure',
  no_theme: 'no theme',
  conflict: 'conflict',
  votes_differ: 'votes differ',
  rare_theme: 'rare theme',
};

/** Why a person should look at a ticket, in words. */
export function describeReasons({ reasons: found, alike }: ReviewItem): string {
  return [
    ...found.map((reason) => reasons[reason]),
    ...(alike > 1 ? [`${alike} read alike`] : []),
  ].join(', ');
}

/** What comes next, the most useful first. */
export function ReviewList({
  items,
  current,
  onChoose,
}: {
  items: readonly ReviewItem[];
  current: ReviewItem | undefined;
  onChoose: (row: number) => void;
}) {
  return (
    <Paper withBorder component="nav" aria-label="Queue" style={{ overflow: 'hidden' }}>
      <Stack gap={0} mah="calc(100dvh - 220px)" style={{ overflowY: 'auto' }}>
        {items.map((item) => (
          <UnstyledButton
            key={item.row}
            className="review-item"
            aria-current={item.row === current?.row}
            onClick={() => onChoose(item.row)}
          >
            <Text size="sm" fw={600} truncate>
              {item.id}
            </Text>
            <Text size="xs" truncate dir="auto">
              {item.excerpt}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {describeReasons(item)}
            </Text>
          </UnstyledButton>
        ))}
      </Stack>
    </Paper>
  );
}
