import type { KeyboardEvent, ReactNode } from 'react';

const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Many buttons of which Tab reaches one: the arrows lead to the others. Only the first has a tabIndex of 0. */
export function KeyGroup({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const ends: Record<string, number> = { Home: 0, End: buttons.length - 1 };
    const step = steps[event.key];
    const next = step === undefined ? ends[event.key] : at + step;
    if (at === -1 || next === undefined) return;
    event.preventDefault();
    buttons[next]?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a look of its own
    <div role="group" aria-label={label} className={className} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}
