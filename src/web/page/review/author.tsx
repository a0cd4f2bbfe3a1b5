import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';

/** Who labels; remembered in this browser. */
export function useAuthor() {
  return useLocalStorage({
    key: 'tribunal-author',
    defaultValue: '',
    getInitialValueInEffect: false,
  });
}

/** Asks once, before the first label. */
export function AskAuthor() {
  const [, setAuthor] = useAuthor();
  const [name, setName] = useState('');
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') setAuthor(name.trim());
  };
  return (
    <form onSubmit={keep} aria-label="Who labels">
      <Group align="flex-end" gap="xs">
        <TextInput
          label="Your name"
          description="It is kept with each label"
          value={name}
          maxLength={100}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          autoFocus
        />
        <Button type="submit" disabled={name.trim() === ''}>
          Start labelling
        </Button>
      </Group>
    </form>
  );
}

/** Says who labels, and lets it be somebody else. */
export function AuthorLine() {
  const [author, setAuthor] = useAuthor();
  return (
    <Text size="xs" c="dimmed">
      Labels are kept as {author}&rsquo;s.{' '}
      <Anchor component="button" type="button" inherit onClick={() => setAuthor('')}>
        Somebody else
      </Anchor>
    </Text>
  );
}
