// What tests opened and have to close. `set-up.ts` does so, for every file: the process, and with
// it this list, outlives them.
type Ending = () => unknown;

const lists = { test: [] as Ending[], file: [] as Ending[] };

/** Has something done when the test has ended, whether well or not; the last to ask comes first. */
export function whenTestEnds(ending: Ending): void {
  lists.test.push(ending);
}

/** Has something done when the file's last test has ended. */
export function whenFileEnds(ending: Ending): void {
  lists.file.push(ending);
}

export async function end(what: 'test' | 'file'): Promise<void> {
  for (const ending of lists[what].splice(0).reverse()) await ending();
}
