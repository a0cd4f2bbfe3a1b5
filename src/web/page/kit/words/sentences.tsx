import { List } from '@mantine/core';

/** What was found out, in words: the most important sentence first. */
export function Sentences({ lines }: { lines: readonly string[] }) {
  return (
    <List spacing={4} listStyleType="none" style={{ overflowWrap: 'anywhere' }}>
      {lines.map((line, index) => (
        <List.Item key={line} fw={index === 0 ? 600 : 400}>
          {line}
        </List.Item>
      ))}
    </List>
  );
}
