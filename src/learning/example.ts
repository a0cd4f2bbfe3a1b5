/** A theme to be learned. */
export interface Subject {
  id: string;
  /** Its name and definition: the first text that it is told. */
  words: string;
  /** Ids of themes that can't be true beside it. */
  excludes: readonly string[];
}

/** A text with the answers that are known of it, by theme id. A theme without one teaches nothing there. */
export interface Example {
  text: string;
  answers: ReadonlyMap<string, boolean>;
}

/** How many texts answer a theme's question with yes, and how many with no. */
export function countAnswers(examples: readonly Example[], id: string) {
  const answers = examples.flatMap(({ answers }) => answers.get(id) ?? []);
  const yes = answers.filter((answer) => answer).length;
  return { yes, no: answers.length - yes };
}
