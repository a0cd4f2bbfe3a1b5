import { Text } from '@mantine/core';
import type { ThemeVersion } from '../../api/themes.ts';
import { changesBetween } from './changes-between.ts';

/** What was changed of a theme: what is gone, and what has come. */
export function ThemeChanges({
  before,
  after,
}: {
  before: ThemeVersion['theme'];
  after: ThemeVersion['theme'];
}) {
  const changes = changesBetween(before, after);
  if (changes.length === 0) return <Text size="sm">Nothing was changed.</Text>;
  return changes.map(({ field, gone, come }) => (
    <div key={field}>
      <Text size="sm" fw={600}>
        {field}
      </Text>
      {gone.map((line) => (
        <Text key={line} size="sm" component="del" display="block" className="gone-line">
          {line}
        </Text>
      ))}
      {come.map((line) => (
        <Text key={line} size="sm" component="ins" display="block" className="come-line">
          {line}
        </Text>
      ))}
    </div>
  ));
}
