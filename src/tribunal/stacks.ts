import type { ThemeAgent } from '../../agents/judge.ts';
import { isStackable } from '../../agents/stack.ts';

/** The themes that are judged in the same calls, at most so many, and about as many in each. */
export function stacksOf<Judged extends Pick<ThemeAgent, 'judge'>>(
  themes: readonly Judged[],
  stack = 1,
): Judged[][] {
  const together = themes.filter(isStackable);
  const calls = Math.ceil(together.length / stack);
  const stacks = Array.from({ length: calls }, (_, index) =>
    together.slice(
      Math.round((index * together.length) / calls),
      Math.round(((index + 1) * together.length) / calls),
    ),
  );
  return [...stacks, ...themes.filter((theme) => !isStackable(theme)).map((theme) => [theme])];
}
