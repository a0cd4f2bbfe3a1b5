import { type Story, tellStories } from '../../workflows/tell-story.ts';
import type { Outcome } from '../domain/outcome.ts';
import { paint, paintStatus, printable } from './print.ts';
import { withLedger } from './runs.ts';

export async function traceTicket(
  ticket: string,
  options: { ledger: string; run?: string; json?: boolean },
): Promise<number> {
  return withLedger(options.ledger, async (ledger) => {
    const stories = await tellStories(ledger, ticket, options.run);
    process.stdout.write(
      options.json
        ? `${JSON.stringify(stories.map(asJson), null, 2)}\n`
        : `${stories.map(drawStory).join('\n\n')}\n`,
    );
    return 0;
  });
}

function asJson({ spans, ...story }: Story) {
  return {
    ...story,
    spans: spans.map(({ body, error, ...span }) => ({
      ...span,
      error: error === null ? null : JSON.parse(error),
      body: body === null ? null : JSON.parse(body),
    })),
  };
}

function drawStory(story: Story): string {
  const { ticket, decision, reading, run } = story;
  const judged = story.outcomes.filter(({ kind }) => kind !== 'not_routed');
  const skipped = story.outcomes.filter(({ kind }) => kind === 'not_routed');
  return [
    `${paint.bold(`Ticket ${printable(ticket.id)}`)}  ${paint.dim(`row ${ticket.row} of run ${run}`)}`,
    ...Object.entries(ticket.context).map(
      ([name, text]) => `${paint.dim(`${printable(name)}:`)} ${printable(text)}`,
    ),
    highlight(ticket.text, story.outcomes),
    '',
    branch('triage', describeTriage(story), costOf(story, 'triage')),
    ...story.routes.map(({ theme, reason }) =>
      leaf(`handed to ${paint.cyan(theme)}: ${printable(reason)}`),
    ),
    ...judged.map((outcome) =>
      [
        branch(
          `judge:${outcome.theme}`,
          describe(outcome),
          costOf(story, `judge:${outcome.theme}`),
        ),
        ...(outcome.kind === 'verdict' ? evidence(outcome) : []),
      ].join('\n'),
    ),
    ...(skipped.length > 0
      ? [leaf(paint.dim(`not asked: ${skipped.map(({ theme }) => theme).join(', ')}`))]
      : []),
    ...story.faults.map(({ agent, cause, detail, size }) =>
      branch(
        agent,
        paint.red(`no answer: ${cause}`),
        `${size} in the docket; ${printable(detail ?? '')}`,
      ),
    ),
    ...(decision?.conflicts ?? []).map(({ kind, themes, detail }) =>
      branch('conflict', paint.yellow([kind, ...themes].join(' ')), printable(detail)),
    ),
    ...(decision?.rules ?? []).map(({ rule, detail }) => branch('rule', rule, printable(detail))),
    ...(story.steps.some(({ agent }) => agent === 'aggregator')
      ? [
          branch(
            'aggregator',
            printable(decision?.justification ?? ''),
            costOf(story, 'aggregator'),
          ),
        ]
      : []),
    decision === undefined
      ? branch('decision', paint.yellow('none: the run ended before it'), '')
      : branch(
          'decision',
          `${paintStatus(decision.status)}: ${decision.themes.length === 0 ? 'no theme' : paint.bold(decision.themes.join(', '))}`,
          [
            decision.confidence === null ? '' : `confidence ${decision.confidence}`,
            `sentiment ${decision.sentiment ?? reading?.sentiment ?? 'unknown'}`,
          ]
            .filter((part) => part !== '')
            .join(', '),
        ),
    ...story.gold
      .slice(0, 1)
      .map(({ themes, author }) =>
        branch('gold', themes === '' ? 'no theme' : themes.replaceAll('|', ', '), `by ${author}`),
      ),
  ].join('\n');
}

function branch(name: string, text: string, aside: string): string {
  return `├─ ${paint.bold(name)} ${text}${aside === '' ? '' : paint.dim(`  (${aside})`)}`;
}

function leaf(text: string): string {
  return `│    ${text}`;
}

function describeTriage({ reading, steps }: Story): string {
  if (reading !== undefined) return `sentiment ${reading.sentiment}`;
  return steps.some(({ agent }) => agent === 'triage') ? paint.red('no answer') : 'not asked';
}

function describe(outcome: Outcome): string {
  if (outcome.kind === 'failed')
    return paint.red(`failed: ${outcome.cause} ${printable(outcome.detail)}`);
  if (outcome.kind === 'not_routed') return paint.dim('not asked');
  const answer = outcome.verdict === 'yes' ? paint.green('yes') : paint.dim('no');
  return `${answer}, confidence ${outcome.confidence}`;
}

function evidence({ quote, rationale }: Extract<Outcome, { kind: 'verdict' }>): string[] {
  return [
    ...(quote === null || quote === '' ? [] : [leaf(paint.green(`"${printable(quote)}"`))]),
    leaf(printable(rationale)),
  ];
}

function costOf({ steps }: Story, agent: string): string {
  const step = steps.find((candidate) => candidate.agent === agent);
  if (step?.docket === undefined) return '';
  const { size, milliseconds, tokens_in, tokens_out, run } = step.docket;
  return [
    step.reused ? `reused from run ${run}` : '',
    `docket of ${size}`,
    `${milliseconds.toFixed(0)} ms`,
    tokens_in + tokens_out > 0 ? `${tokens_in} + ${tokens_out} tokens` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** The ticket's text with the quotes of every yes marked. */
function highlight(text: string, outcomes: readonly Outcome[]): string {
  let marked = printable(text);
  for (const outcome of outcomes) {
    if (outcome.kind !== 'verdict' || outcome.verdict === 'no' || !outcome.quote) continue;
    const quote = printable(outcome.quote);
    marked = marked.replace(quote, () => paint.underline(quote));
  }
  return marked;
}
