/** Tells the server that started this command which run it hears. Without one it tells nobody. */
export function tellRun(id: string): void {
  // The server may be gone meanwhile: the run goes on without it.
  if (process.connected) process.send?.({ run: id }, undefined, undefined, () => {});
}
