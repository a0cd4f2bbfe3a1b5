/** A ticket as far as causes may lie in it. */
export interface Subject {
  row: number;
  /** Characters of its text. */
  length: number;
  /** Another language than the themes'; null where it is that, nothing where nobody looked. */
  language: string | null | undefined;
  /** Its cells in columns that nobody judges by, in their order. */
  cells: readonly string[];
  gold: readonly string[] | undefined;
}

/** Columns with longer cells hold texts. */
const longestCell = 60;
/** A column of more different values is none that tickets could be told apart by. */
const mostValues = 20;

/** All tickets of a run, a column for each thing that is known of them. */
export class Subjects {
  readonly rows: number[] = [];
  readonly lengths: number[] = [];
  readonly languages = new Values<string | null | undefined>();
  /** By column. */
  readonly cells: Values<string>[] = [];
  readonly #gold: (readonly string[] | undefined)[] = [];
  readonly #labels = new Map<string, Int8Array>();

  /** @returns its number */
  add({ row, length, language, cells, gold }: Subject): number {
    this.lengths.push(length);
    this.languages.add(language);
    for (const [column, cell] of cells.entries()) {
      this.cells[column] ??= new Values(mostValues);
      this.cells[column].add(cell.slice(0, longestCell));
    }
    this.#gold.push(gold);
    return this.rows.push(row) - 1;
  }

  /** By ticket, whether its label has a theme: 1, 0, or -1 where nobody labelled it. */
  labels(theme: string): Int8Array {
    const known =
      this.#labels.get(theme) ??
      Int8Array.from(this.#gold, (gold) =>
        gold === undefined ? -1 : Number(gold.includes(theme)),
      );
    this.#labels.set(theme, known);
    return known;
  }
}

/** Values by ticket, as numbers; none any more once there are too many different ones. */
export class Values<Value> {
  readonly #most: number;
  readonly #numbers = new Map<Value, number>();
  #all: number[] = [];

  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  add(value: Value): void {
    if (this.#numbers.size > this.#most) return;
    const number = this.#numbers.get(value) ?? this.#numbers.size;
    this.#numbers.set(value, number);
    this.#all.push(number);
    if (this.#numbers.size > this.#most) this.#all = [];
  }

  /** The different values, by number. */
  values(): Value[] {
    return this.#all.length === 0 ? [] : [...this.#numbers.keys()];
  }

  of(ticket: number): number {
    return this.#all[ticket] ?? -1;
  }
}
