import { Button, Group, NumberInput, Text } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Gauge } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RunRequestInput } from '../../api/run-request.ts';
import {
  type Calibration,
  type CalibrationRequestInput,
  sayCalibrated,
  sayTooFew,
} from '../../api/trust/calibration.ts';
import { post } from '../client.ts';
import { isBusy, JobLine, lookAgain } from '../kit/job-line.tsx';
import { Section } from '../kit/section.tsx';
import { Problem } from '../kit/states.tsx';
import { showTime } from '../kit/words/numbers.ts';
import { sayCost } from '../kit/words/say-cost.ts';
import { Sentences } from '../kit/words/sentences.tsx';
import { SizeTables } from './size-tables.tsx';

const usualTolerance = 2;

/** Finds out how many tickets and themes a call of the run that is planned may have. */
export function CalibrateSection({ request }: { request: RunRequestInput }) {
  const queries = useQueryClient();
  const [tickets, setTickets] = useState<string | number>('');
  const [tolerance, setTolerance] = useState<string | number>(usualTolerance);
  const asked: CalibrationRequestInput = {
    ...request,
    ...(typeof tickets === 'number' ? { tickets } : {}),
    tolerance: (Number(tolerance) || usualTolerance) / 100,
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['calibration', asked],
    queryFn: () => post<Calibration>('/calibration', asked),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => lookAgain(state.data?.job),
    retry: false,
  });
  // What is wrong with the request itself the plan says already.
  const { error: wrong } = useQuery({ queryKey: ['plan', request], enabled: false });
  const starting = useMutation({
    mutationFn: () => post('/calibrations', asked),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['calibration'] }),
  });
  // The plan beside it goes by what was found.
  const foundAt = data?.found?.at;
  useEffect(() => {
    if (foundAt !== undefined) void queries.invalidateQueries({ queryKey: ['plan'] });
  }, [foundAt, queries]);
  const plan = data?.plan ?? null;
  const job = data?.job ?? null;
  const tooFew = plan === null ? null : sayTooFew(plan);
  return (
    <Section title="How many tickets fit into a call">
      <Text size="sm" maw={720}>
        More tickets and themes in a call cost less, and from some number on they change the
        answers. A sample of the file, judged alone and in company, shows from which.
      </Text>
      {error !== null && wrong === null && <Problem error={error} retry={() => void refetch()} />}
      {data?.found && (
        <>
          <Sentences lines={sayCalibrated(data.found)} />
          <SizeTables found={data.found} />
          <Text size="xs" c="dimmed">
            Found out {showTime(data.found.at)}.
          </Text>
        </>
      )}
      <Group align="flex-end" gap="sm">
        <NumberInput
          label="Tickets in the sample"
          placeholder="128, or all"
          value={tickets}
          onChange={setTickets}
          min={2}
          max={2000}
          allowDecimal={false}
          w={170}
        />
        <NumberInput
          label="Answers that may change, in %"
          value={tolerance}
          onChange={setTolerance}
          min={0.5}
          max={20}
          decimalScale={1}
          w={220}
        />
        <Button
          variant="default"
          leftSection={<Gauge size={16} aria-hidden />}
          loading={starting.isPending}
          disabled={plan === null || tooFew !== null || isBusy(job)}
          onClick={() => starting.mutate()}
        >
          {data?.found ? 'Find it out again' : 'Find it out'}
        </Button>
      </Group>
      {plan !== null && !isBusy(job) && (
        <Text size="sm" role="status">
          {tooFew ??
            `It takes ${sayCost(plan)}. Answers that are known already are not asked again.`}
        </Text>
      )}
      {data?.problem != null && <Text size="sm">{data.problem}</Text>}
      {starting.isError && <Problem error={starting.error} />}
      <JobLine job={job} doing="Asking the model" most={plan?.calls} />
    </Section>
  );
}
