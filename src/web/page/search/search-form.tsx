import {
  Accordion,
  Button,
  NumberInput,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { StartedRun } from '../../api/run-request.ts';
import type { RunSummary } from '../../api/runs.ts';
import type { SearchRequestInput } from '../../api/search.ts';
import { post } from '../client.ts';
import { RunChoice } from '../compare/run-choice.tsx';
import { Problem } from '../kit/states.tsx';
import { FilePicker } from '../new-run/file-picker.tsx';
import { ModelChoiceForm, usualModel } from '../new-run/model-choice.tsx';
import { ExampleList } from './example-list.tsx';
import type { SearchDraft } from './search-draft.ts';

/** Says what to look for and where, and starts the search. */
export function SearchForm({
  draft,
  onDraft,
  runs,
  onStart,
}: {
  draft: SearchDraft;
  onDraft: (draft: SearchDraft) => void;
  runs: readonly RunSummary[];
  onStart: (started: StartedRun) => void;
}) {
  const queries = useQueryClient();
  const [isPast, setPast] = useState(false);
  const [file, setFile] = useState<string | null>('sample');
  const [past, setPastRun] = useState('');
  const [model, setModel] = useState(usualModel);
  const [rpm, setRpm] = useState<number>();
  const [maxCalls, setMaxCalls] = useState<number>();
  const starting = useMutation({
    mutationFn: () => post<StartedRun>('/searches', requestOf()),
    onSuccess: (started) => {
      void queries.invalidateQueries({ queryKey: ['runs'] });
      onStart(started);
    },
  });
  const isReady =
    draft.definition.trim() !== '' &&
    (isPast ? past !== '' : file !== null) &&
    (!model.isServed || model.model.trim() !== '');

  function requestOf(): SearchRequestInput {
    const name = draft.name.trim();
    return {
      theme: draft.definition,
      ...(name === '' ? {} : { name }),
      examples: draft.examples.filter((example) => example.trim() !== ''),
      ...(isPast ? { run: past } : { file: file ?? 'sample' }),
      ...(model.isServed ? { model: model.model } : {}),
      ...(model.isServed && model.baseUrl.trim() !== '' ? { baseUrl: model.baseUrl } : {}),
      rpm,
      maxCalls,
    };
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) starting.mutate();
      }}
    >
      <Stack gap="md">
        <Textarea
          label="What to look for"
          description="A question, or what the theme is, in words"
          placeholder="Customers who were never called back"
          value={draft.definition}
          onChange={({ currentTarget }) => onDraft({ ...draft, definition: currentTarget.value })}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={4000}
          required
        />
        <TextInput
          label="Its name"
          placeholder="The words above"
          value={draft.name}
          maxLength={200}
          onChange={({ currentTarget }) => onDraft({ ...draft, name: currentTarget.value })}
        />
        <ExampleList
          examples={draft.examples}
          onChange={(examples) => onDraft({ ...draft, examples })}
        />
        <Stack gap="xs">
          <Text size="sm" fw={500}>
            Where
          </Text>
          <SegmentedControl
            aria-label="Where"
            data={[
              { value: 'file', label: 'A file' },
              { value: 'run', label: 'A past run' },
            ]}
            value={isPast ? 'run' : 'file'}
            onChange={(value) => setPast(value === 'run')}
          />
          {isPast ? (
            <RunChoice label="Run" runs={runs} value={past} onChange={setPastRun} />
          ) : (
            <FilePicker file={file} onChoose={setFile} />
          )}
        </Stack>
        <Accordion variant="contained" radius="md" order={2}>
          <Accordion.Item value="model">
            <Accordion.Control>
              Model: {model.isServed ? model.model || 'on a server' : 'embedded'}
            </Accordion.Control>
            <Accordion.Panel>
              <Stack gap="md">
                <ModelChoiceForm choice={model} onChange={setModel} />
                {model.isServed && (
                  <>
                    <Limit label="Requests a minute" value={rpm} onChange={setRpm} />
                    <Limit label="Most calls" value={maxCalls} onChange={setMaxCalls} />
                  </>
                )}
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        {starting.isError && <Problem error={starting.error} />}
        <Button type="submit" disabled={!isReady} loading={starting.isPending}>
          Search
        </Button>
      </Stack>
    </form>
  );
}

function Limit({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}) {
  return (
    <NumberInput
      label={label}
      placeholder="none"
      min={1}
      max={1e9}
      allowDecimal={false}
      allowNegative={false}
      thousandSeparator=","
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' && next > 0 ? next : undefined)}
    />
  );
}
