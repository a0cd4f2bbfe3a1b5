import { userInfo } from 'node:os';
import type { ThemeAgent } from '../../../../agents/judge.ts';
import { ticketAddress } from '../../../domain/address.ts';
import type { Decision } from '../../../domain/decision/decision.ts';
import type { Ticket } from '../../../domain/ticket.ts';
import { givenInStep } from '../../../runs/corrections.ts';
import type { PreparedRun } from '../../../runs/prepare-run.ts';
import { say } from '../../drawing/print.ts';
import { askPerson } from './ask-person.ts';

type SteppedRun = Pick<PreparedRun, 'id' | 'ledger'> & { themes: readonly ThemeAgent[] };

export interface Steps {
  /** Asks about a ticket, and again about those before it. Returns false where the person quits. */
  confirm(ticket: Ticket, decision: Decision): Promise<boolean>;
  close(): void;
}

/** Goes through a run's tickets with a person, whose words are kept as labels. */
export function stepThrough(
  run: SteppedRun,
  show: (ticket: Ticket, decision: Decision) => void,
  stop: AbortSignal,
): Steps {
  const person = askPerson(run.themes, stop);
  const shown: { ticket: Ticket; decision: Decision; said?: string[] }[] = [];
  return {
    async confirm(ticket, decision) {
      shown.push({ ticket, decision });
      for (let at = shown.length - 1; at < shown.length; ) {
        const step = shown[at];
        if (step === undefined) break;
        show(step.ticket, { ...step.decision, themes: step.said ?? step.decision.themes });
        const isOpen = step.decision.status === 'failed' && step.said === undefined;
        const judgement = await person.ask(step.said ?? step.decision.themes);
        if (judgement === 'quit') return false;
        if (judgement === 'back') {
          if (at === 0) say('  This is the first ticket since the command began');
          at = Math.max(0, at - 1);
          continue;
        }
        // To accept that a ticket failed is not to say that no theme applies.
        if (judgement !== 'accept' || !isOpen) {
          step.said =
            judgement === 'accept' ? (step.said ?? step.decision.themes) : judgement.themes;
          await keepLabel(run, step.ticket, step.said);
        }
        at += 1;
      }
      return true;
    },
    close: () => person.close(),
  };
}

async function keepLabel(
  run: SteppedRun,
  ticket: Ticket,
  themes: readonly string[],
): Promise<void> {
  await run.ledger.gold.add({
    run: run.id,
    row: ticket.row,
    address: ticketAddress(ticket),
    themes: themes.join('|'),
    author: userInfo().username,
    reason: givenInStep,
  });
}
