import { Accordion, Checkbox, NumberInput, Select, SimpleGrid, Stack } from '@mantine/core';
import { z } from 'zod';
import { RunRequest } from '../../api/run-request.ts';

/** What is seldom said; nothing where it is as usual. */
export interface RunLimits {
  /** By whom a ticket's judges are chosen: an agent, what the run has learned, or nobody. */
  route: 'triage' | 'learned' | 'all' | 'auto';
  /** Percent of all yes that may be lost where the run learns whom to ask. */
  maxMiss: number | undefined;
  aggregate: 'always' | 'conflicts' | 'never';
  numbers: Partial<Record<LimitName, number>>;
  redact: boolean;
}

/** What takes a number, in words of the page: a setting that has none here does not compile. */
const labels: Record<LimitName, string> = {
  docket: 'Tickets per call (docket)',
  stack: 'Themes per call (stack)',
  concurrency: 'Calls at once (concurrency)',
  votes: 'Votes',
  rpm: 'Requests a minute',
  tpm: 'Tokens a minute',
  rpd: 'Requests a day',
  maxCalls: 'Most calls',
  maxCost: 'Most dollars',
  maxFailed: 'Most failed tickets, in %',
  audit: 'Audit, in %',
  timeout: 'Seconds for a call',
  limit: 'First rows',
  sample: 'Rows drawn by chance',
  seed: 'Seed of the draw',
};
type Numeric<Key extends keyof RunRequest> = number extends RunRequest[Key] ? Key : never;
type LimitName = Exclude<
  { [Key in keyof RunRequest]-?: Numeric<Key> }[keyof RunRequest],
  'maxMiss' | 'headerRow' | 'skipRows'
>;

interface Field {
  description?: string;
  type?: string;
  minimum?: number;
  maximum?: number;
  anyOf?: Field[];
}
const { properties = {} } = z.toJSONSchema(RunRequest, { io: 'input' }) as {
  properties?: Record<string, Field>;
};
const fields = (Object.keys(labels) as LimitName[]).map((name) => {
  const { description = '', anyOf, ...field } = properties[name] ?? {};
  const { type, minimum = 0, maximum = 1e6 } = anyOf?.at(-1) ?? field;
  const unit = maximum <= 1 ? 100 : 1;
  const isWhole = type === 'integer' || unit > 1;
  const placeholder = anyOf === undefined ? 'none' : 'auto';
  return {
    name,
    description,
    isWhole,
    placeholder,
    unit,
    min: unit * minimum,
    max: unit * maximum,
  };
});

const usualMaxMiss = 2;

export const usualLimits: RunLimits = {
  route: 'triage',
  aggregate: 'conflicts',
  maxMiss: usualMaxMiss,
  numbers: {},
  redact: false,
};

export const limitNames = fields.map(({ name }) => name);

/** What of it is said in a request. */
export function sayLimits({ route, maxMiss, aggregate, redact, numbers }: RunLimits) {
  return {
    ...(route === 'learned'
      ? { triage: 'learned' as const, maxMiss: (maxMiss ?? usualMaxMiss) / 100 }
      : { route }),
    aggregate,
    redact,
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
                  { value: 'auto', label: 'Triage or every judge, whichever is cheaper' },
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
                label="Yes verdicts that may be missed, in %"
                description="At first every judge is asked. The run learns from the answers, and stops asking where a no is all but certain. A sample is asked about all the same, to prove that no more is missed."
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
              {fields.map(({ name, description, isWhole, placeholder, unit, min, max }) => (
                <NumberInput
                  key={name}
                  label={labels[name]}
                  description={description}
                  placeholder={placeholder}
                  min={min}
                  max={max}
                  allowDecimal={!isWhole}
                  allowNegative={false}
                  thousandSeparator=","
                  value={unit * (limits.numbers[name] ?? Number.NaN) || ''}
                  onChange={(value) => {
                    const isSaid = typeof value === 'number' && value > 0;
                    const said = isSaid ? value / unit : undefined;
                    onChange({ ...limits, numbers: { ...limits.numbers, [name]: said } });
                  }}
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
