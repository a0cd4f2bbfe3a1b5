import { Accordion, Checkbox, NumberInput, Select, SimpleGrid, Stack } from '@mantine/core';

/** What is seldom said; nothing where it is as usual. */
export interface RunLimits {
  /** By whom a ticket's judges are chosen: an agent, what the run has learned, or nobody. */
  route: 'triage' | 'learned' | 'all';
  /** Percent of all yes that may be lost where the run learns whom to ask. */
  maxMiss: number | undefined;
  aggregate: 'always' | 'conflicts' | 'never';
  numbers: Partial<Record<LimitName, number>>;
  redact: boolean;
}

type LimitName = 'docket' | 'concurrency' | 'rpm' | 'tpm' | 'rpd' | 'maxCalls' | 'maxCost';

const usualMaxMiss = 2;

export const usualLimits: RunLimits = {
  ...{ route: 'triage', aggregate: 'conflicts' },
  ...{ maxMiss: usualMaxMiss, numbers: {}, redact: false },
};

const fields: { name: LimitName; label: string; description: string; max: number }[] = [
  { name: 'docket', label: 'Docket', description: 'Tickets in one model call', max: 256 },
  { name: 'concurrency', label: 'Concurrency', description: 'Calls out at once', max: 1000 },
  { name: 'rpm', label: 'Requests a minute', description: 'That the server allows', max: 1e9 },
  { name: 'tpm', label: 'Tokens a minute', description: 'That the server allows', max: 1e9 },
  { name: 'rpd', label: 'Requests a day', description: 'That the server allows', max: 1e9 },
  { name: 'maxCalls', label: 'Most calls', description: 'It pauses before the next', max: 1e9 },
  {
    name: 'maxCost',
    label: 'Most dollars',
    description: 'It pauses before it costs more',
    max: 1e6,
  },
];

export const limitNames = fields.map(({ name }) => name);

/** What of it is said in a request. */
export function sayLimits({ route, maxMiss, aggregate, redact, numbers }: RunLimits) {
  return {
    ...(route === 'learned'
      ? { triage: 'learned' as const, maxMiss: (maxMiss ?? usualMaxMiss) / 100 }
      : { route }),
    ...{ aggregate, redact },
    ...numbers,
  };
}

export function RunLimitsForm({
  limits,
  onChange,
}: {
  limits: RunLimits;
  onChange: (limits: RunLimits) => void;
}) {
  return (
    <Accordion variant="contained" radius="md" order={3}>
      <Accordion.Item value="advanced">
        <Accordion.Control>Advanced: routes, limits, budget</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="md">
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <Select
                label="Route"
                description="Who chooses the judges of a ticket"
                data={[
                  { value: 'triage', label: 'Triage' },
                  { value: 'learned', label: 'What the run has learned so far' },
                  { value: 'all', label: 'Every judge sees every ticket' },
                ]}
                value={limits.route}
                allowDeselect={false}
                onChange={(route) => onChange({ ...limits, route: route as RunLimits['route'] })}
              />
              <Select
                label="Aggregator"
                description="When it is asked"
                data={[
                  { value: 'conflicts', label: 'About conflicts' },
                  { value: 'always', label: 'Always' },
                  { value: 'never', label: 'Never' },
                ]}
                value={limits.aggregate}
                allowDeselect={false}
                onChange={(when) =>
                  onChange({ ...limits, aggregate: when as RunLimits['aggregate'] })
                }
              />
            </SimpleGrid>
            {limits.route === 'learned' && (
              <NumberInput
                label="Yes that may be lost, in %"
                description="At first every judge is asked. The run learns from the answers, and asks no more where a no is all but certain; a sample is asked all the same, to prove that no more is lost."
                placeholder={String(usualMaxMiss)}
                min={0.1}
                max={50}
                decimalScale={2}
                allowNegative={false}
                value={limits.maxMiss ?? ''}
                onChange={(value) =>
                  onChange({ ...limits, maxMiss: typeof value === 'number' ? value : undefined })
                }
              />
            )}
            <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }}>
              {fields.map(({ name, label, description, max }) => (
                <NumberInput
                  key={name}
                  label={label}
                  description={description}
                  placeholder={name === 'docket' || name === 'concurrency' ? 'auto' : 'none'}
                  min={name === 'maxCost' ? 0.01 : 1}
                  max={max}
                  allowDecimal={name === 'maxCost'}
                  allowNegative={false}
                  thousandSeparator=","
                  value={limits.numbers[name] ?? ''}
                  onChange={(value) =>
                    onChange({
                      ...limits,
                      numbers: {
                        ...limits.numbers,
                        [name]: typeof value === 'number' && value > 0 ? value : undefined,
                      },
                    })
                  }
                />
              ))}
            </SimpleGrid>
            <Checkbox
              label="Redact the trace"
              description="What customers and models wrote stays out of the spans; hashes and lengths stay"
              checked={limits.redact}
              onChange={({ currentTarget }) =>
                onChange({ ...limits, redact: currentTarget.checked })
              }
            />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
