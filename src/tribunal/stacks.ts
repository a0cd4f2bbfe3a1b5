import type { ThemeAgent } from '../../agents/judge.ts';
import { isStackable, stackSpec } from '../../agents/stack.ts';
import { tokensIn } from '../domain/tokens.ts';
import type { Court } from './queue/run-context.ts';

/** Room for a ticket and the answers about it beside the themes. */
const tokensOfTicket = 1000;

/** What is asked of a theme before it travels with others. */
export type Stackable = Pick<ThemeAgent, 'judge'> & Partial<Pick<ThemeAgent, 'id'>>;

/**
 * The themes that are judged in the same calls, at most so many, and about as many in each.
 * @param alone the ids of those that never are
 */
export function stacksOf<Judged extends Stackable>(
  themes: readonly Judged[],
  stack = 1,
  alone: readonly string[] = [],
): Judged[][] {
  const together = themes.filter((theme) => isStackable(theme) && !alone.includes(theme.id ?? ''));
  const calls = Math.ceil(together.length / stack);
  const stacks = Array.from({ length: calls }, (_, index) =>
    together.slice(
      Math.round((index * together.length) / calls),
      Math.round(((index + 1) * together.length) / calls),
    ),
  );
  return [
    ...stacks,
    ...themes.filter((theme) => !together.includes(theme)).map((theme) => [theme]),
  ];
}

/** The same, or smaller ones where the model's context has no room for so many. Says so. */
export function stacksThatFit(
  { gauge, say }: Pick<Court, 'gauge' | 'say'>,
  themes: readonly ThemeAgent[],
  wanted = 1,
  alone: readonly string[] = [],
): ThemeAgent[][] {
  if (gauge.takesNoStacks && wanted > 1) {
    say?.(
      'The model answered no call about several themes before: each judge is asked by itself (--relearn tries again)',
    );
    return themes.map((theme) => [theme]);
  }
  for (let stack = Math.min(wanted, themes.length); ; stack -= 1) {
    const stacks = stacksOf(themes, Math.max(1, stack), alone);
    const longest = Math.max(
      ...stacks.map((own) => (own.length < 2 ? 0 : tokensIn(stackSpec(own).instructions))),
    );
    if (stack > 1 && longest > 0 && longest + tokensOfTicket > gauge.tokens) continue;
    if (stack < Math.min(wanted, themes.length))
      say?.(
        `The model's context has room for ${Math.max(1, stack)} of ${wanted} themes in one call`,
      );
    return stacks;
  }
}
