import type { Case } from '../../diagnosis/case.ts';
import type { VerdictOutcome } from '../../domain/decision/outcome.ts';
import { standsInTicket } from '../../domain/text/quote.ts';
import type { Theme } from '../../domain/theme.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { type Signs, signsOf } from './order-signs.ts';
import { joined, type Passage, sentencesOf, withoutPassage } from './passages.ts';

/** A verdict that may follow a sentence of its ticket as an order. */
export interface Suspect {
  ticket: Ticket;
  theme: string;
  verdict: 'yes' | 'no';
  /** The docket that the verdict came from. */
  dockets: string[];
  passage: Passage;
  /** What is taken out to compare with; undefined where the ticket has nothing else. */
  control: Passage | undefined;
  target: Signs['target'];
  why: string[];
  /** The more the likelier. */
  points: number;
}

/** What the words of all tickets of the run say. */
export interface UsualWords {
  /** 0 to 1: the share of their letters in words that hardly any other ticket has. */
  rarity(words: readonly string[]): number;
  /** Whether a text is in another language than the themes. */
  isForeign(text: string): Promise<boolean>;
  /** How many times likelier the ticket's words are where the theme applies. */
  odds(theme: string, row: number): number;
  /** Of the tickets of nearly the same words, whether most have the theme; undefined where there are none. */
  ofTwins(theme: string, row: number): boolean | undefined;
}

/** Themes of one ticket whose verdicts are looked at: those first that are likeliest wrong. */
const mostThemes = 3;
const strongest = 1;
/** No order for a no to everything was obeyed in a ticket with a yes: its yes is looked at first. */
const yesFollows = 0.5;

/** The likeliest of a ticket's verdicts to follow an order; nothing where no sentence looks like one. */
export async function suspectOf(
  known: Case,
  themes: readonly Pick<Theme, 'id' | 'name'>[],
  usual: UsualWords,
): Promise<Suspect | undefined> {
  const { ticket, decision, dockets } = known;
  const sentences = await markForeign(sentencesOf(ticket), usual);
  const doubted = decision.outcomes
    .flatMap((outcome) => {
      const theme = themes.find(({ id }) => id === outcome.theme);
      if (outcome.kind !== 'verdict' || theme === undefined) return [];
      const isNamed = [theme.id, theme.name].some((name) => ticket.text.includes(name));
      return [{ outcome, theme, isNamed, doubt: doubtOf(known, outcome, usual) }];
    })
    .sort((one, other) => other.doubt.points - one.doubt.points)
    .filter(
      ({ isNamed, outcome }, index) => isNamed || outcome.verdict === 'yes' || index < mostThemes,
    );
  let best: Suspect | undefined;
  for (const { outcome, theme, doubt } of doubted) {
    const found = likeliestOrder(known, sentences, theme, usual);
    if (found === undefined) continue;
    // Where an order is for a yes, the judge may take it for its evidence.
    const follows =
      (outcome.verdict === 'yes' ? yesFollows : 0) + (quotes(outcome, found.passage) ? 0.5 : 0);
    const points = 2 * found.points + doubt.points + follows;
    if (best !== undefined && points <= best.points) continue;
    const { verdict } = outcome;
    const docket = dockets.get(`judge:${theme.id}`)?.id;
    best = {
      ticket,
      theme: theme.id,
      verdict,
      points,
      dockets: docket === undefined ? [] : [docket],
      passage: found.passage,
      target: found.target,
      why: [...found.why, ...doubt.why],
      control: controlFor(ticket, sentences, found.passage, outcome),
    };
  }
  return best;
}

interface Sentence extends Passage {
  isForeign: boolean;
}

/** Marks sentences in a foreign language that stand among others in the themes'. */
async function markForeign(sentences: Passage[], { isForeign }: UsualWords): Promise<Sentence[]> {
  const marked: Sentence[] = [];
  for (const one of sentences) marked.push({ ...one, isForeign: await isForeign(one.words) });
  return marked.every((one) => one.isForeign)
    ? marked.map((one) => ({ ...one, isForeign: false }))
    : marked;
}

function likeliestOrder(
  { ticket }: Case,
  sentences: readonly Sentence[],
  theme: Pick<Theme, 'id' | 'name'>,
  usual: UsualWords,
): (Signs & { passage: Passage }) | undefined {
  const told = sentences.map((passage) => {
    const rest = sentences.flatMap((other) => (other === passage ? [] : other.words)).join(' ');
    const odd = { rarity: usual.rarity, isForeign: passage.isForeign };
    const signs = signsOf(passage.words, rest, theme, odd);
    return { ...signs, passage };
  });
  const [best] = told
    .filter(({ points, passage }) => points > 0 && leavesText(ticket, passage))
    .sort((one, other) => other.points - one.points);
  if (best === undefined) return undefined;
  // An order may take several sentences.
  const at = told.indexOf(best);
  const isMore = (index: number) => {
    const one = told[index];
    return (
      one !== undefined &&
      one.passage.column === best.passage.column &&
      one.points >= Math.max(0.5, best.points / 2)
    );
  };
  let [from, to] = [at, at];
  while (isMore(from - 1)) from -= 1;
  while (isMore(to + 1)) to += 1;
  const parts = told.slice(from, to + 1);
  const whole = parts.map(({ passage }): Passage => passage).reduce(joined);
  if (!leavesText(ticket, whole)) return best;
  const target = parts.map((part) => part.target).find((one) => one !== undefined);
  return { ...best, target, why: [...new Set(parts.flatMap(({ why }) => why))], passage: whole };
}

function doubtOf(
  { ticket: { row }, gold, decision }: Case,
  outcome: VerdictOutcome,
  usual: UsualWords,
) {
  const { theme, verdict, confidence, votes } = outcome;
  const isYes = verdict === 'yes';
  const odds = usual.odds(theme, row);
  const side = Math.log(isYes ? 1 / odds : odds) / Math.log(3);
  const twins = usual.ofTwins(theme, row);
  const isDisproved = decision.conflicts.some(
    ({ kind, themes }) => kind === 'quote_not_in_ticket' && themes.includes(theme),
  );
  const reasons: [isSo: boolean, points: number, why: string][] = [
    [gold !== undefined && gold.includes(theme) !== isYes, 3, 'the verdict contradicts its label'],
    [
      twins !== undefined && twins !== isYes,
      1.5,
      'tickets of nearly the same words have the other verdict',
    ],
    [side >= 1, 0, 'tickets of such words have the other verdict'],
    [votes !== undefined && Math.min(votes.yes, votes.no) > 0, 1, 'its votes differ'],
    [isDisproved, 1, 'its quote is not in the ticket'],
    [confidence < 0.6, 0.5, 'the judge was not confident'],
  ];
  const told = reasons.filter(([isSo]) => isSo);
  return {
    points:
      told.reduce((sum, [, points]) => sum + points, 0) + Math.max(-1, Math.min(strongest, side)),
    why: told.map(([, , why]) => why),
  };
}

/**
 * The sentence that the judge quoted, where that is another one: a yes that stands without its own evidence and falls
 * without the passage rests on that. Else the sentence whose length is nearest.
 */
function controlFor(
  ticket: Ticket,
  sentences: readonly Passage[],
  passage: Passage,
  outcome: VerdictOutcome,
): Passage | undefined {
  const others = sentences.filter(
    (one) =>
      (one.column !== passage.column || one.end <= passage.start || one.start >= passage.end) &&
      leavesText(ticket, one),
  );
  const length = passage.end - passage.start;
  const distance = ({ start, end }: Passage) => Math.abs(end - start - length);
  return (
    others.find((one) => quotes(outcome, one)) ??
    others.sort((one, other) => distance(one) - distance(other))[0]
  );
}

function quotes({ verdict, quote }: VerdictOutcome, { words }: Passage): boolean {
  return (
    verdict === 'yes' && Boolean(quote) && standsInTicket(quote ?? '', { text: words, context: {} })
  );
}

function leavesText(ticket: Ticket, passage: Passage): boolean {
  return /[\p{L}\p{N}]/u.test(withoutPassage(ticket, passage).text);
}
