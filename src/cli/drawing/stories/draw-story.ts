import { describeReplay } from '../../../cases/stories/describe-replay.ts';
import type { Story } from '../../../cases/stories/tell-story.ts';
import { describeMode, type LikelyWrong } from '../../../diagnosis/finding.ts';
import type { Outcome } from '../../../domain/decision/outcome.ts';
import { nameCause } from '../../../domain/decision/say-failure.ts';
import { plural } from '../../../domain/text/plural.ts';
import { themeOfJudge } from '../../../domain/theme.ts';
import { paint, paintStatus, printable } from '../print.ts';
import { costOf, retries, time } from '../reports/draw-cost.ts';
import { describeBallots, describeVotes } from '../reports/draw-votes.ts';
import { wrap } from '../wrap.ts';

/** A ticket's story as a tree, or the part of one theme. */
export function drawStory(story: Story, theme?: string): string {
  const judged = story.outcomes
    .filter(({ kind }) => kind !== 'not_routed')
    .filter((outcome) => theme === undefined || outcome.theme === theme);
  return [
    ...drawTicket(story),
    '',
    ...drawTriage(story, theme),
    ...judged.flatMap((outcome) => drawJudge(story, outcome)),
    ...drawSkipped(story, theme),
    ...drawSettlement(story, theme),
    ...drawAggregator(story),
    ...drawDecision(story),
    ...drawAfterwards(story),
  ].join('\n');
}

function drawTicket({ ticket, run, outcomes }: Story): string[] {
  return [
    `${paint.bold(`Ticket ${printable(ticket.id)}`)}  ${paint.dim(`row ${ticket.row} of run ${run}`)}`,
    ...Object.entries(ticket.context).map(
      ([name, text]) => `${paint.dim(`${printable(name)}:`)} ${highlight(text, outcomes)}`,
    ),
    highlight(ticket.text, outcomes),
  ];
}

function drawTriage(story: Story, theme: string | undefined): string[] {
  const { triage, steps } = story;
  const isAsked = steps.some(({ agent }) => agent === 'triage');
  const said =
    triage === undefined
      ? isAsked
        ? paint.red('no answer')
        : 'not asked'
      : isAsked
        ? `sentiment ${triage.sentiment}`
        : 'by what the run has learned';
  return [
    branch('triage', said, costOf(story, 'triage')),
    ...drawMates(story, 'triage'),
    ...drawFaults(story, 'triage'),
    ...(triage?.routes ?? [])
      .filter((route) => theme === undefined || route.theme === theme)
      .map(({ theme: id, reason }) => leaf(`names ${id}: ${printable(reason)}`)),
    ...(triage?.leftOut ?? [])
      .filter((left) => theme === undefined || left.theme === theme)
      .map((left) => leaf(`${left.theme}: ${left.reason}`, paint.dim)),
  ];
}

function drawJudge(story: Story, outcome: Outcome): string[] {
  const agent = `judge:${outcome.theme}`;
  const theme = story.themes.find(({ id }) => id === outcome.theme);
  const isHandedOver = story.spans.some(
    ({ kind, name }) => kind === 'handoff' && name.endsWith(`-> ${agent}`),
  );
  return [
    branch(agent, describe(outcome), costOf(story, agent)),
    ...drawMates(story, agent),
    ...(isHandedOver ? [leaf(`handed over: triage -> ${agent}`, paint.dim)] : []),
    ...(theme === undefined
      ? []
      : [leaf(`asked: ${printable(theme.name)}? ${printable(theme.definition)}`, paint.dim)]),
    ...drawFaults(story, agent),
    ...(outcome.kind === 'verdict' ? evidence(outcome) : []),
    ...describeBallots(story, agent).map((line) => leaf(line, paint.dim)),
  ];
}

/** The tickets that were in the call beside this one. */
function drawMates({ mates }: Story, agent: string): string[] {
  const own = mates[agent];
  if (own === undefined) return [];
  const names = own.map(({ id, row, place }) => `${place}. ${printable(id)} (row ${row})`);
  return [leaf(`in the call with ${names.join(', ')}`, paint.dim)];
}

/** What the agent's dockets met with before there was an answer, or instead of one. */
function drawFaults({ faults, calls, spans }: Story, agent: string): string[] {
  const own = faults.filter((docket) => docket.agent === agent);
  return [
    ...own.map(({ id, cause, detail, size, milliseconds }) =>
      leaf(
        `no answer: ${cause === null ? 'none for this ticket' : nameCause(cause)}${detail ? `: ${printable(detail)}` : ''} (${plural(size, 'ticket')} in the call, ${time(milliseconds)}${retries(calls, id)})`,
        paint.red,
      ),
    ),
    ...spans
      .filter(({ error, kind }) => error !== null && kind === 'function')
      .filter(({ docket }) => own.some(({ id }) => id === docket))
      .map(({ error, name }) => leaf(`${name}: ${printable(messageOf(error))}`, paint.dim)),
  ];
}

function drawSkipped({ outcomes, triage }: Story, theme: string | undefined): string[] {
  const isTold = (id: string) => triage?.leftOut.some((left) => left.theme === id);
  const skipped = outcomes.filter(({ kind, theme: id }) => kind === 'not_routed' && !isTold(id));
  if (skipped.length === 0 || theme !== undefined) return [];
  return [branch('not asked', paint.dim(skipped.map(({ theme: id }) => id).join(', ')), '')];
}

function drawSettlement({ decision }: Story, theme: string | undefined): string[] {
  const conflicts = (decision?.conflicts ?? []).filter(
    ({ themes }) => theme === undefined || themes.includes(theme),
  );
  return [
    ...conflicts.map(({ kind, themes, detail }) =>
      branch('conflict', paint.yellow([kind, ...themes].join(' ')), printable(detail)),
    ),
    ...(decision?.rules ?? []).map(({ rule, detail }) => branch('rule', rule, printable(detail))),
  ];
}

function drawAggregator(story: Story): string[] {
  if (!story.steps.some(({ agent }) => agent === 'aggregator')) return [];
  const words = printable(story.decision?.justification ?? '');
  return [
    branch('aggregator', words, costOf(story, 'aggregator')),
    ...drawFaults(story, 'aggregator'),
  ];
}

function drawDecision({ decision, triage, gold }: Story): string[] {
  const sureness =
    decision === undefined || decision.confidence === null
      ? []
      : [`confidence ${decision.confidence}`];
  const sentiment = `sentiment ${decision?.sentiment ?? triage?.sentiment ?? 'unknown'}`;
  return [
    decision === undefined
      ? branch('decision', paint.yellow('none: the run ended before it'), '')
      : branch(
          'decision',
          `${paintStatus(decision.status)}: ${decision.themes.length === 0 ? 'no theme' : paint.bold(decision.themes.join(', '))}`,
          [...sureness, sentiment].join(', '),
        ),
    ...gold
      .slice(0, 1)
      .map(({ themes, author }) =>
        branch('gold', themes === '' ? 'no theme' : themes.replaceAll('|', ', '), `by ${author}`),
      ),
  ];
}

const suspects: Record<LikelyWrong, string> = {
  agent: 'and the agent is likely wrong',
  label: 'and the label is likely wrong',
  unknown: 'and either may be wrong',
};

/** Whose fault it is, and what was tried on it since. */
function drawAfterwards({ findings, replays }: Story): string[] {
  return [
    ...findings.map(({ agent, mode, certainty, likelyWrong, detail, absorbed, themes }) =>
      branch(
        absorbed ? 'fixed later' : 'cause',
        `${paint.cyan(agent)} ${paint.red(mode)}${aboutOf(agent, themes)} ${paint.dim(describeMode(mode))}`,
        `${certainty.replaceAll('_', ' ')}${likelyWrong === undefined ? '' : `, ${suspects[likelyWrong]}`}: ${printable(detail)}`,
      ),
    ),
    ...replays.map((replay) =>
      branch(
        replay.kind,
        printable(describeReplay(replay)),
        new Date(Number(replay.at)).toISOString().slice(0, 16),
      ),
    ),
  ];
}

/** The themes that a finding is about, where its agent's name does not say so. */
function aboutOf(agent: string, themes: readonly string[]): string {
  const others = themes.filter((theme) => theme !== themeOfJudge(agent));
  return others.length === 0 ? '' : ` about ${paint.cyan(others.join(', '))}`;
}

function branch(name: string, text: string, aside: string): string {
  return `├─ ${paint.bold(name)} ${text}${aside === '' ? '' : paint.dim(`  (${aside})`)}`;
}

function leaf(text: string, paintLine = (line: string) => line): string {
  return wrap(text, 5)
    .map((line) => `│    ${paintLine(line)}`)
    .join('\n');
}

function describe(outcome: Outcome): string {
  if (outcome.kind === 'failed')
    return paint.red(`failed: ${nameCause(outcome.cause)} (${printable(outcome.detail)})`);
  if (outcome.kind === 'not_routed') return paint.dim('not asked');
  const answer = outcome.verdict === 'yes' ? paint.green('yes') : paint.dim('no');
  return `${answer}, confidence ${outcome.confidence}${describeVotes(outcome.votes)}`;
}

function evidence({ quote, rationale }: Extract<Outcome, { kind: 'verdict' }>): string[] {
  return [
    ...(quote === null || quote === '' ? [] : [leaf(`"${printable(quote)}"`, paint.green)]),
    ...(rationale === '' ? [] : [leaf(printable(rationale))]),
  ];
}

function messageOf(error: string | null): string {
  const { message = '', data } = JSON.parse(error ?? '{}') as { message?: string; data?: unknown };
  return data === undefined || data === null ? message : `${message} ${JSON.stringify(data)}`;
}

/** A text with the quotes of every yes marked. */
function highlight(text: string, outcomes: readonly Outcome[]): string {
  let marked = printable(text);
  for (const outcome of outcomes) {
    if (outcome.kind !== 'verdict' || outcome.verdict === 'no' || !outcome.quote) continue;
    const quote = printable(outcome.quote);
    if (quote !== '') marked = marked.replace(quote, () => paint.underline(quote));
  }
  return marked;
}
