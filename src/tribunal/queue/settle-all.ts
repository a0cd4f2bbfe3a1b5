/**
 * Waits for all, also after one has failed: what is still under way has been paid for. Then rejects
 * with the first failure, if there is one.
 */
export async function settleAll<Value>(promises: readonly Promise<Value>[]): Promise<Value[]> {
  const [first] = promises;
  if (first !== undefined && promises.length === 1) return [await first];
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
