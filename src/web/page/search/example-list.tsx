import { ActionIcon, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { Plus, X } from 'lucide-react';

export const mostExamples = 20;
export const longestExample = 4000;

/** Texts for which the answer is yes, one field each. */
export function ExampleList({
  examples,
  onChange,
}: {
  examples: readonly string[];
  onChange: (examples: string[]) => void;
}) {
  return (
    <Stack gap="xs" component="fieldset" m={0} p={0} style={{ border: 0, minWidth: 0 }}>
      <Text component="legend" size="sm" fw={500} p={0} mb={examples.length === 0 ? 0 : 4}>
        Examples of a yes
      </Text>
      {examples.map((example, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an example is its place
        <Group key={index} gap={6} wrap="nowrap" align="flex-start">
          <Textarea
            aria-label={`Example ${index + 1}`}
            value={example}
            autosize
            maxRows={6}
            maxLength={longestExample}
            flex={1}
            onChange={({ currentTarget }) =>
              onChange(examples.map((one, place) => (place === index ? currentTarget.value : one)))
            }
          />
          <ActionIcon
            variant="default"
            size={36}
            aria-label={`Take example ${index + 1} away`}
            onClick={() => onChange(examples.filter((_, place) => place !== index))}
          >
            <X size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {examples.length < mostExamples && (
        <Button
          variant="default"
          size="xs"
          leftSection={<Plus size={14} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange([...examples, ''])}
        >
          Add an example
        </Button>
      )}
    </Stack>
  );
}
