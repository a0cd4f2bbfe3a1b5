import { type Plan, plan } from '../../../../workflows/plan.ts';
import { pricesWritten, type Tariff, type Tier, tierEstimates } from '../../../domain/prices.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { Binding, DocketPlan } from '../../../tribunal/estimate/estimate.ts';
import { assumed, type PlanOptions } from '../../../tribunal/estimate/share-out.ts';
import { paint, say } from '../../drawing/print.ts';
import { table } from '../../drawing/table.ts';

/** Prints what a run would take, for people or as JSON. Returns the exit code. */
export async function printPlan(options: PlanOptions, flags: { json?: boolean }): Promise<number> {
  const planned = await plan(options);
  for (const note of [...planned.file.notes, ...planned.notes]) say(note);
  const out = (text: string) => process.stdout.write(`${text}\n`);
  if (flags.json) out(JSON.stringify(toJson(planned, options), null, 2));
  else {
    out(`${describeCount(planned)}\n`);
    out(`${planTable(planned)}\n`);
    for (const line of drawWays(planned)) out(line);
    out(compare(planned, options));
    out(paint.dim('\nEstimates. They assume:'));
    for (const line of assumptions(planned, options)) out(paint.dim(`- ${line}`));
    out('\nNothing was asked and nothing written; without --dry-run the run starts.');
  }
  return 0;
}

/** `40 s`, `14 min`, `1 h 52`, `3 days`. */
export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes >= 48 * 60) return `${Math.round(seconds / 86_400)} days`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${String(rest).padStart(2, '0')}`}`;
}

function formatCost({ cost }: Pick<DocketPlan, 'cost'>, tariff: Tariff): string {
  if (cost === null) return 'unknown';
  if (cost === 0) return tariff.kind === 'free' ? 'free' : '$0';
  return cost < 0.01 ? '< $0.01' : `$${grouped(cost, 2)}`;
}

function grouped(value: number, digits = 0): string {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function describeCount({ count }: Plan): string {
  return [
    `${plural(count.tickets, 'ticket')} to judge in ${plural(count.rows, 'row')}`,
    ...(count.repeated > 0 ? [`${grouped(count.repeated)} that repeat another are paid once`] : []),
    ...((count.open?.known ?? 0) > 0
      ? [
          `${plural(count.open?.known ?? 0, 'answer is', 'answers are')} in the ledger already, and not paid again`,
        ]
      : []),
    ...(count.defects > 0 ? [`${grouped(count.defects)} can't be judged`] : []),
  ].join('; ');
}

function planTable({ dockets, chosen, tariff }: Plan): string {
  const binding: Record<Binding, string> = {
    latency: 'the calls',
    rpm: '--rpm',
    tpm: '--tpm',
    rpd: '--rpd',
  };
  return table(
    [
      { title: 'tickets per call', align: 'right' },
      { title: 'calls', align: 'right' },
      { title: 'tokens in', align: 'right' },
      { title: 'tokens out', align: 'right' },
      { title: 'cost', align: 'right', paint: paint.yellow },
      { title: 'takes', align: 'right', paint: paint.cyan },
      { title: 'bound by', paint: paint.dim },
    ],
    dockets.map((one) => [
      `${one === chosen ? '> ' : ''}${one.docket}`,
      grouped(one.calls.all),
      grouped(one.tokensIn),
      grouped(one.tokensOut),
      formatCost(one, tariff),
      formatDuration(one.seconds),
      binding[one.boundBy],
    ]),
  );
}

/** What other ways to ask would take. */
function drawWays({ ways, tariff }: Plan): string[] {
  if (ways.length === 0) return [];
  const rows = ways.map((way) => [
    `${way.isChosen ? '> ' : ''}${way.route === 'all' ? 'all' : 'those that triage names'}`,
    ...[String(way.stack), grouped(way.calls), grouped(way.tokensIn), grouped(way.tokensOut)],
    ...[formatCost(way, tariff), way.isOpen ? 'not calibrated' : ''],
  ]);
  const [judges, note] = [{ title: 'judges asked' }, { title: '' }];
  const numbers = ['themes per call', 'calls', 'tokens in', 'tokens out', 'cost'];
  const columns = numbers.map((title) => ({ title, align: 'right' as const }));
  return [table([judges, ...columns, note], rows), ''];
}

/** What the chosen docket saves, in a line that can be quoted. */
function compare(
  { chosen, dockets, themes, count }: Plan,
  { concurrency, endpoint, limits = {} }: PlanOptions,
): string {
  const { rpm, tpm, rpd } = limits;
  const pace = [
    ...(rpm === undefined
      ? []
      : [rpm % 60 === 0 ? `${grouped(rpm / 60)} request/s` : `${grouped(rpm)} requests/min`]),
    ...(tpm === undefined ? [] : [`${grouped(tpm)} tokens/min`]),
    ...(rpd === undefined ? [] : [`${grouped(rpd)} requests/day`]),
  ];
  const times = dockets
    .filter((one) => one === chosen || one.docket === 1)
    .reverse()
    .map((one) => `${plural(one.docket, 'ticket')} per call: ${formatDuration(one.seconds)}`);
  if (pace.length === 0)
    pace.push(
      endpoint.api === 'embedded' ? 'no limit' : `${plural(concurrency.start, 'call')} at once`,
    );
  return `at ${pace.join(', ')}: ${plural(themes, 'theme')}, ${plural(count.tickets, 'ticket')}, ${times.join('; ')}`;
}

function assumptions(
  { tariff, themes, route }: Plan,
  { aggregate, endpoint, concurrency, limits, votes = 1, panel }: PlanOptions,
): string[] {
  const asked = panel?.length ?? votes;
  const routed = Math.min(assumed.routedThemes, themes);
  return [
    `tokens: ${assumed.charactersPerToken} characters each; instructions and tools are paid once per call`,
    `answers: ${assumed.verdictTokens} tokens a verdict, ${assumed.readingTokens} a reading by triage, ${assumed.rulingTokens} a ruling; no hidden reasoning`,
    route === 'all'
      ? 'judges: every judge sees every ticket'
      : `judges: triage hands a ticket to ${routed} of ${themes} on average`,
    ...(asked === 1 ? [] : [`votes: each judge's question is asked ${asked} times`]),
    {
      never: 'aggregator: never asked',
      always: 'aggregator: asked about every ticket',
      conflicts: `aggregator: asked about one ticket in ${assumed.ticketsPerConflict}`,
    }[aggregate],
    endpoint.api === 'embedded'
      ? `time: the embedded model judges ${assumed.embeddedTicketsPerSecond} tickets a second, however many per call`
      : `time: a call takes ${assumed.secondsPerCall} s and 1 s more for ${assumed.tokensPerSecond} tokens of answer, ${concurrency.start} at once`,
    ...(limits?.rpd === undefined
      ? []
      : ['time: a limit a day that one day does not fit is counted in whole days']),
    'calls: none is repeated or split, and judges use no tools of their own',
    `cost: ${describeTariff(tariff, endpoint.tier)}`,
  ];
}

function describeTariff(tariff: Tariff, tier: Tier | undefined): string {
  switch (tariff.kind) {
    case 'free':
      return 'a model on this machine costs nothing a call (--price IN,OUT if it passes calls on)';
    case 'unknown':
      return 'the price of this model is not known here; say it with --price IN,OUT';
    case 'listed':
      return `$${tariff.input} in and $${tariff.output} out a million tokens, nothing cached; ${tier === undefined ? '' : `the ${tier} tier is ${tierEstimates[tier]}, `}list price written down in ${pricesWritten}, may be out of date (--price IN,OUT)`;
    case 'given':
      return `$${tariff.input} in and $${tariff.output} out a million tokens, as given`;
  }
}

function toJson(planned: Awaited<ReturnType<typeof plan>>, options: PlanOptions) {
  const { count, themes, tariff, dockets, chosen } = planned;
  const { rows, tickets, repeated, defects, open } = count;
  return {
    file: planned.file.path,
    model: options.endpoint.model,
    rows,
    tickets,
    repeated,
    defects,
    known: open?.known ?? 0,
    themes,
    route: planned.route,
    stack: planned.stack,
    ways: planned.ways,
    aggregate: options.aggregate,
    concurrency: options.concurrency.start,
    limits: options.limits ?? {},
    price: tariff,
    dockets: dockets.map((one) => ({ ...one, chosen: one === chosen })),
    comparison: compare(planned, options),
    assumptions: assumptions(planned, options),
  };
}
