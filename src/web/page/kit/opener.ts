/** What a page was left by, by its address: the way back leads there again. */
const openers = new Map<string, string>();
let isReturning = false;

/** Milliseconds: what a page shows may be on its way. */
const [longestWait, betweenLooks] = [3000, 60];

/** Notes what leads away from pages, and whether somebody comes back. */
export function watchOpeners(): void {
  const note = ({ target }: Event) => {
    isReturning = false;
    if (!(target instanceof Element)) return;
    const opener = target.closest('main [role=grid]') ?? target.closest('main a[href]');
    if (opener === null) return;
    const selector = opener.matches('a')
      ? `a[href="${CSS.escape(opener.getAttribute('href') ?? '')}"]`
      : '[role=grid]';
    openers.set(here(), selector);
  };
  window.addEventListener('click', note, true);
  window.addEventListener('keydown', note, true);
  window.addEventListener('popstate', () => {
    isReturning = true;
  });
}

/** Whether the page is shown because somebody went back or forward: it is theirs as they left it. */
export const isComingBack = () => isReturning;

const here = () => window.location.pathname + window.location.search;

/**
 * Puts the keyboard on what the page was left by, once it is there, unless somebody put it elsewhere. False where
 * nobody came back.
 */
export function focusOpener(isAdrift: () => boolean): boolean {
  const selector = openers.get(here());
  if (!isReturning || selector === undefined) return false;
  isReturning = false;
  const until = performance.now() + longestWait;
  const look = () => {
    if (!isAdrift()) return;
    const opener = document.querySelector<HTMLElement>(`main ${selector}`);
    if (opener !== null) opener.focus();
    else if (performance.now() < until) setTimeout(look, betweenLooks);
  };
  look();
  return true;
}
