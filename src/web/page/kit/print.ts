/** Paper is white, whatever the scheme. */
export function printInLight(): void {
  const root = document.documentElement;
  const name = 'data-mantine-color-scheme';
  let before: string | null = null;
  window.addEventListener('beforeprint', () => {
    before = root.getAttribute(name);
    root.setAttribute(name, 'light');
  });
  window.addEventListener('afterprint', () => before !== null && root.setAttribute(name, before));
}
