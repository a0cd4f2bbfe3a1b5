import { addressOf } from '../../domain/address.ts';
import { seededRandom } from '../../domain/random.ts';
import { neutraliseControlTokens } from '../../domain/text/control-tokens.ts';
import { themeOfJudge } from '../../domain/theme.ts';
import type { Tampering } from '../boundary.ts';
import { type Entry, quoteFrom } from '../oracle.ts';
import type { LongTicket } from './long-batch.ts';
import { answerDocket, type Mistakes } from './spoils.ts';

/** A tampering that spoils judges' answers, and what it made of them. */
export interface Spoiled {
  tampering: Tampering;
  /** By ticket and theme, the wrong answers. */
  wrong: Map<string, { ticket: string; agent: string; mode: 'false_yes' | 'false_no' }>;
}

/**
 * Every mistake is added to those of before: what a run has wrong, judge by judge.
 * @param name another one gives other mistakes
 */
export function spoilAnswers(
  batch: readonly LongTicket[],
  mistakes: readonly Mistakes[],
  name: string,
): Spoiled {
  const byText = new Map(batch.map((ticket) => [neutraliseControlTokens(ticket.text), ticket]));
  const wrong: Spoiled['wrong'] = new Map();
  return {
    wrong,
    tampering: {
      answers(call, entries) {
        const theme = themeOfJudge(call.agent);
        const docket = call.lines.flatMap(({ text }) => byText.get(text) ?? []);
        if (theme === undefined || docket.length !== entries.length) return entries;
        const own =
          mistakes.find((one) => (one.spoiled ?? one.swaps)?.theme === theme) ??
          ({ noise: mistakes[0]?.noise ?? 0 } satisfies Mistakes);
        const seed = addressOf(name, theme, ...docket.map(({ id }) => id)).slice(0, 8);
        const random = seededRandom(Number.parseInt(seed, 16));
        const answers = answerDocket(docket, theme, own, { rows: batch.length, random });
        return entries.map((entry, at) => {
          const [ticket, answer] = [docket[at], answers[at]];
          if (ticket === undefined || answer === undefined) return entry;
          const { right, said, about } = answer;
          const key = `${ticket.id} ${theme}`;
          wrong.delete(key);
          if (said !== right)
            wrong.set(key, {
              ticket: ticket.id,
              agent: call.agent,
              mode: said ? 'false_yes' : 'false_no',
            });
          return said === right && about === at
            ? entry
            : otherwise(entry, said, docket[about]?.text ?? '', random());
        });
      },
    },
  };
}

function otherwise(entry: Entry, said: boolean, text: string, chance: number): Entry {
  return said
    ? { ...entry, verdict: 'yes', quote: quoteFrom(text, chance), rationale: 'it is there' }
    : { ...entry, verdict: 'no', quote: '', rationale: 'nothing of it in the ticket' };
}
