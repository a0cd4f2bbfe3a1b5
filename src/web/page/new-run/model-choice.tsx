import { Code, SegmentedControl, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { About, LastLearned } from '../../api/run-request.ts';
import { get } from '../client.ts';
import { showCount, showTime } from '../kit/words/numbers.ts';
import { ownCommand } from '../own-command.ts';

/** Who answers: the embedded model, or one on a server. */
export interface ModelChoice {
  isServed: boolean;
  model: string;
  baseUrl: string;
  /** The embedded model goes by what it was taught. */
  isLearned: boolean;
}

export const usualModel: ModelChoice = {
  isServed: false,
  model: '',
  baseUrl: '',
  isLearned: false,
};

export const aboutServer = queryOptions({
  queryKey: ['about'],
  queryFn: ({ signal }) => get<About>('/about', signal),
});

export function ModelChoiceForm({
  choice,
  canBeTaught = false,
  onChange,
}: {
  choice: ModelChoice;
  /** The themes are such that `learn` could have taught them. */
  canBeTaught?: boolean;
  onChange: (choice: ModelChoice) => void;
}) {
  const { data: about } = useQuery(aboutServer);
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label="Who answers"
        data={[
          { value: 'embedded', label: 'Embedded' },
          { value: 'served', label: 'A server' },
        ]}
        value={choice.isServed ? 'served' : 'embedded'}
        onChange={(value) => onChange({ ...choice, isServed: value === 'served' })}
        style={{ alignSelf: 'flex-start' }}
      />
      {!choice.isServed && (
        <Text size="sm" c="dimmed">
          Needs no key and no server, and costs nothing. It reads topic rather than tone, and little
          but English: a baseline that your model has to beat.
        </Text>
      )}
      {!choice.isServed && canBeTaught && about !== undefined && (
        <LearnedSwitch
          learned={about.learned}
          isOn={choice.isLearned}
          onTurn={(isLearned) => onChange({ ...choice, isLearned })}
        />
      )}
      {choice.isServed && (
        <>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label="Model"
              placeholder="openai:gpt-4o-mini"
              value={choice.model}
              maxLength={300}
              onChange={({ currentTarget }) => onChange({ ...choice, model: currentTarget.value })}
            />
            <TextInput
              label="Base URL"
              placeholder={about?.baseUrl ?? 'http://127.0.0.1:8000/v1'}
              type="url"
              value={choice.baseUrl}
              maxLength={2000}
              onChange={({ currentTarget }) =>
                onChange({ ...choice, baseUrl: currentTarget.value })
              }
            />
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            <Code>openai:gpt-4o-mini</Code> and <Code>ollama:llama3.1</Code> need no base URL; any
            other OpenAI-compatible server is named by its address.{' '}
            {about !== undefined &&
              (about.hasKey
                ? `OPENAI_API_KEY is set. It is sent to ${about.baseUrl ?? 'OpenAI'}, and to no other server unless you say so.`
                : `OPENAI_API_KEY is not set: a server that needs a key will refuse. Set it before ${ownCommand} serve.`)}
          </Text>
        </>
      )}
    </Stack>
  );
}

function LearnedSwitch({
  learned,
  isOn,
  onTurn,
}: {
  learned: LastLearned | null;
  isOn: boolean;
  onTurn: (isOn: boolean) => void;
}) {
  return (
    <Switch
      label="Goes by what it was taught"
      description={
        learned === null
          ? 'Nothing was taught yet. On the page of a run, Evaluate teaches it from labels.'
          : `${describeThemes(learned.themes)}, by ${learned.teachers.join(', ')}, ${showTime(learned.at)}`
      }
      disabled={learned === null}
      checked={isOn && learned !== null}
      onChange={({ currentTarget }) => onTurn(currentTarget.checked)}
    />
  );
}

const describeThemes = (count: number) => (count === 1 ? '1 theme' : `${showCount(count)} themes`);
