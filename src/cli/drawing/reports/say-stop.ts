import type { FailureCause } from '../../../domain/decision/outcome.ts';
import { countCauses } from '../../../domain/decision/say-failure.ts';
import { exitCode } from '../../../domain/exit-code.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { Costs } from '../../../ledger/rows/costs.ts';
import { commonestCause } from '../../../model/limits/fuse.ts';
import type { Uselessness } from '../../../model/limits/usefulness.ts';
import type { EarlyEnd } from '../../../tribunal/early-end.ts';
import { describeCost, describeTokens } from '../books.ts';
import { sameCommand } from '../next-command.ts';
import { printable, say } from '../print.ts';

/** What may help where answers can't be used, by what is wrong with most of them. */
const advice: Partial<Record<FailureCause, string>> = {
  text_instead_of_tool:
    'the model writes prose where it should call a tool: switch on tool calls in the server (vLLM --enable-auto-tool-choice, llama.cpp --jinja), or name another --model',
  bad_arguments:
    'the model does not fill in the fields that it is given: name a larger --model, or try fewer tickets per call: --docket 4',
  wrong_ids:
    'the model mixes up which ticket it answers about: name a larger --model, or try fewer tickets per call: --docket 1',
  contradictory_answers:
    'the model contradicts itself: name a larger --model, or try fewer tickets per call: --docket 1',
  unknown_theme:
    'triage names themes that do not exist: name a larger --model, or ask every judge: --route all',
  truncated_answer:
    'answers are cut off: raise the longest answer that the server allows, or try fewer tickets per call: --docket 4',
  empty_answer:
    'the model says nothing: look into the log of the server and at its chat template; a reasoning model may need room for a longer answer',
  refusal:
    'the model refuses to answer: name another --model, or look at the filters of its provider',
  not_json:
    'what answers is no OpenAI-compatible server, or something stands before it: check --base-url',
  unreadable_answer:
    'what answers is no OpenAI-compatible server, or something stands before it: check --base-url',
  content_filter:
    'a filter of the server stops every question, perhaps for what the themes say: look at their words, or at the settings of the filter',
  moderation:
    'a filter of the server stops every question, perhaps for what the themes say: look at their words, or at the settings of the filter',
  bad_request: 'the server refuses the requests: its own words are above',
};

/** Says why a command ended early, what that cost and how it goes on. Returns the exit code. */
export function sayStop(end: EarlyEnd, spent: Omit<Costs, 'dockets'>, kept: string): number {
  const { stoppedBecause, stoppedBy, useless } = end;
  say(`Stopped${stoppedBecause === null ? '' : `: ${stoppedBecause}`}`);
  if (useless !== null) sayUseless(useless);
  if (stoppedBy !== null) say(`Spent    ${describeSpent(spent)}`);
  if (stoppedBy === 'limit') {
    const [option] = /^--[a-z-]+/.exec(stoppedBecause ?? '') ?? ['the limit'];
    // Time alone raises what a day allows.
    const isDaily = option === '--rpd';
    const when = isDaily ? 'To continue, wait or raise' : 'To continue, raise';
    say(`${kept}. ${when} ${option}: ${sameCommand(isDaily ? undefined : option)}`);
    return exitCode.limit;
  }
  const mended = stoppedBy === 'answers' ? 'when that is mended, ' : '';
  say(`${kept}; ${mended}continue with: ${sameCommand()}`);
  return stoppedBy === 'answers' ? exitCode.useless : exitCode.interrupted;
}

/** What is wrong with answers, and what may help. */
export function sayUseless(useless: Uselessness): void {
  say(`Causes   ${countCauses(Object.entries(useless.causes))}`);
  const example = printable(useless.example);
  say(`Example  ${example === '' ? 'the answer is empty' : example}`);
  say(
    `Try      ${
      useless.isUsableAlone
        ? 'the model answered about one ticket at a time and never about several: --docket 1 (many more calls: see --dry-run)'
        : (advice[commonestCause(useless)] ?? 'name another --model')
    }`,
  );
  if (useless.who === 'triage')
    say('         or leave triage out, so that every judge reads every ticket: --route all');
}

/** Of a command's report. */
export function describeSpent({ calls, cost, ...tokens }: Omit<Costs, 'dockets'>): string {
  return [
    plural(calls, 'call'),
    `tokens ${describeTokens(tokens)}`,
    cost === null ? 'at a price that is not known here' : describeCost(cost),
  ].join('; ');
}
