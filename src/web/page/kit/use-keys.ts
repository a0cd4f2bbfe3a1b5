import { useEffect, useRef } from 'react';

/** Fields in which letters are written. */
const writing =
  'textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio])';

/**
 * Calls what belongs to a key as `KeyboardEvent.key` names it. Keys that are typed into a field, that
 * come with Ctrl, Alt or Meta, and Enter on what it already presses, mean something else.
 */
export function useKeys(keys: Record<string, (() => void) | undefined>): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (target.closest(writing) !== null || target.closest('[role=dialog]') !== null) return;
      if (event.key === 'Enter' && target.closest('button, a, summary') !== null) return;
      const act = current.current[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
