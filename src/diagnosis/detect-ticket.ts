import { themeOfJudge } from '../domain/theme.ts';
import type { Case } from './case.ts';
import { docketOf, type Found } from './detector.ts';
import { findInstruction, readInstruction } from './instruction-like.ts';

/** What is wrong with the ticket itself, or with how it was shown. */
export function detectTicket(known: Case): Found[] {
  return [...defects(known), ...twins(known), ...cuts(known), ...instructions(known)];
}

function defects({ ticket }: Case): Found[] {
  if (ticket.defect === undefined) return [];
  const mode = /the text is empty/.test(ticket.defect) ? 'empty_ticket' : 'malformed_row';
  return [
    {
      agent: 'ticket',
      mode,
      certainty: 'proved_by_trace',
      themes: [],
      detail: ticket.defect,
      dockets: [],
    },
  ];
}

function twins({ twin, gold, twinGold }: Case): Found[] {
  if (twin === undefined) return [];
  const isDisputed = gold !== undefined && twinGold !== undefined;
  const themes = isDisputed
    ? [...new Set([...gold, ...twinGold])].filter(
        (id) => gold.includes(id) !== twinGold.includes(id),
      )
    : [];
  const dispute = `, and is labelled otherwise: ${twinGold?.join(', ') || 'no theme'}`;
  return [
    {
      agent: 'ticket',
      mode: 'duplicate_ticket',
      certainty: 'proved_by_trace',
      themes,
      detail: `${twin.id} (row ${twin.row}) reads the same${isDisputed ? dispute : ''}`,
      dockets: [],
    },
  ];
}

function cuts({ cutFor, ticket }: Case): Found[] {
  return [...cutFor].map(([agent, docket]) => ({
    agent,
    mode: 'truncated_input',
    certainty: 'proved_by_trace',
    themes: [themeOfJudge(agent) ?? []].flat(),
    detail: `was shown less than the ${ticket.text.length} characters of the ticket`,
    dockets: [docket],
  }));
}

/**
 * The ticket tries; a judge whose verdict is wrong there, and is what the order wants, may have obeyed. Words that a
 * customer may mean for a person are an order only where a judge did.
 */
function instructions(known: Case): Found[] {
  const { ticket, decision, gold } = known;
  const words = [ticket.text, ...Object.values(ticket.context)].flatMap(
    (text) => findInstruction(text) ?? [],
  )[0];
  if (words === undefined) return [];
  const { isAddressed, wants } = readInstruction(words);
  const misled =
    gold === undefined
      ? []
      : decision.outcomes.filter(
          (outcome) =>
            outcome.kind === 'verdict' &&
            (wants === undefined ? isAddressed : outcome.verdict === wants) &&
            (outcome.verdict === 'yes') !== gold.includes(outcome.theme),
        );
  const detail = `the ticket says "${words}"`;
  const common = { mode: 'instruction_in_ticket', certainty: 'suspected', detail } as const;
  if (misled.length === 0 && !isAddressed) return [];
  if (misled.length === 0) return [{ ...common, agent: 'ticket', themes: [], dockets: [] }];
  return misled.map(({ theme }) => ({
    ...common,
    agent: `judge:${theme}`,
    themes: [theme],
    dockets: docketOf(known, `judge:${theme}`),
  }));
}
