import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { PenLine } from 'lucide-react';
import { useState } from 'react';
import type { ThemeEvaluation } from '../../api/trust/evaluation.ts';
import { type SharpeningAnswer, sayMistakes } from '../../api/trust/sharpening.ts';
import { get, post } from '../client.ts';
import { isBusy, JobLine, lookAgain } from '../kit/job-line.tsx';
import { Section } from '../kit/section.tsx';
import { Problem, Waiting } from '../kit/states.tsx';
import { sayCost } from '../kit/words/say-cost.ts';
import { Sentences } from '../kit/words/sentences.tsx';
import { Suggestion } from './suggestion.tsx';

const mistakes = ({ missed, extra }: ThemeEvaluation) => missed + extra;

/** Better words for the themes that a run got wrong, one at a time. */
export function SharpenSection({
  run,
  themes,
  first,
}: {
  run: string;
  themes: readonly ThemeEvaluation[];
  /** The theme that is shown first, where somebody came for it. */
  first?: string | undefined;
}) {
  const wrong = themes
    .filter((theme) => mistakes(theme) > 0)
    .toSorted((one, other) => mistakes(other) - mistakes(one));
  const [chosen, setChosen] = useState(first ?? '');
  const theme = wrong.find(({ id }) => id === chosen)?.id ?? wrong[0]?.id;
  if (theme === undefined) return null;
  return (
    <Section title="Better words for a theme">
      <NativeSelect
        label="Theme"
        value={theme}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        data={wrong.map((one) => ({
          value: one.id,
          label: `${one.name}: ${mistakes(one)} ${mistakes(one) === 1 ? 'mistake' : 'mistakes'}`,
        }))}
        maw={420}
      />
      <SharpenTheme key={theme} run={run} theme={theme} />
    </Section>
  );
}

/** What one theme's mistakes are, what better words would take, and what they are. */
function SharpenTheme({ run, theme }: { run: string; theme: string }) {
  const queries = useQueryClient();
  const address = `/runs/${run}/sharpening/${encodeURIComponent(theme)}`;
  const { data, error, refetch } = useQuery({
    queryKey: ['sharpening', run, theme],
    queryFn: ({ signal }) => get<SharpeningAnswer>(address, signal),
    refetchInterval: ({ state }) =>
      lookAgain(state.data && 'job' in state.data ? state.data.job : null),
    retry: false,
  });
  const starting = useMutation({
    mutationFn: () => post(address),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sharpening', run, theme] }),
  });
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting what="Reading the mistakes" />;
  if ('problem' in data) return <Text size="sm">{capital(data.problem)}.</Text>;
  const { plan, job, found, model, hasChanged } = data;
  return (
    <>
      <Sentences lines={sayMistakes(data)} />
      {hasChanged && (
        <Text size="sm">
          The theme was changed since this run: judge the file again to see which of these mistakes
          are left.
        </Text>
      )}
      {plan !== null && (
        <Group gap="sm">
          <Button
            variant={found === null ? 'filled' : 'default'}
            leftSection={<PenLine size={16} aria-hidden />}
            loading={starting.isPending}
            disabled={isBusy(job)}
            onClick={() => starting.mutate()}
          >
            {found === null ? 'Suggest better words' : 'Suggest again'}
          </Button>
          <Text size="sm" flex="1 1 240px">
            {model === ''
              ? 'The embedded model does it by itself: it costs nothing.'
              : `${model} is shown half of the mistakes, and judges other labelled tickets by what it wrote. It takes ${sayCost(plan)}.`}
          </Text>
        </Group>
      )}
      {starting.isError && <Problem error={starting.error} />}
      <JobLine job={job} doing="Looking for better words, and checking them" most={plan?.calls} />
      {found !== null && !isBusy(job) && <Suggestion theme={theme} found={found} />}
    </>
  );
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
