import { UserMistake } from '../../domain/mistake.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { TicketRow } from '../../ledger/schema.ts';
import type { RunSettings } from '../../settings/settings.ts';
import { type Gold, readGold } from '../../tickets/read-gold.ts';
import type { TicketInput } from '../../tickets/read-tickets.ts';
import { checkGold } from './check-gold.ts';

/** What there is to say of a run's labels, beside the labels. */
export interface LabelNotes {
  /** The file; null where the labels are the ledger's. */
  file: string | null;
  /** Labels that are no theme of the run, and how often they stand there. */
  unknownThemes: Record<string, number>;
  /** Ids with labels that are no ticket of the run. */
  unknownIds: string[];
  /** Ids that stand there more than once; the first label counts. */
  repeated: number;
}

/** A person's labels of a run's tickets: those of a file, or else those that the ledger keeps. */
export class Labels {
  readonly #ledger: Ledger;
  readonly #run: { id: string; parsed: RunSettings };
  readonly #gold: Gold | undefined;
  readonly #unknownThemes: Map<string, number>;
  readonly #matched = new Set<string>();

  private constructor(
    ledger: Ledger,
    run: { id: string; parsed: RunSettings },
    gold: Gold | undefined,
  ) {
    this.#ledger = ledger;
    this.#run = run;
    this.#gold = gold;
    this.#unknownThemes = new Map(gold?.unknownThemes);
  }

  /** @throws UserMistake for a file that can't be read as labels */
  static async open(
    ledger: Ledger,
    run: { id: string; parsed: RunSettings },
    file: string | TicketInput | undefined,
    column: string | undefined,
  ): Promise<Labels> {
    const { themes, roles } = run.parsed;
    if (file === undefined) return new Labels(ledger, run, undefined);
    return new Labels(ledger, run, await readGold(file, themes, { id: roles.id, labels: column }));
  }

  /** The labels of stored tickets by row; no entry for a ticket that nobody labelled. */
  async of(tickets: readonly TicketRow[]): Promise<Map<number, readonly string[]>> {
    const kept =
      this.#gold === undefined
        ? await this.#ledger.labels.themesOf([...new Set(tickets.map(({ address }) => address))])
        : undefined;
    const found = new Map<number, readonly string[]>();
    for (const { row, id, address } of tickets) {
      const labels = this.#gold?.labels.get(id) ?? this.#known(kept?.get(address));
      if (labels === undefined) continue;
      this.#matched.add(id);
      found.set(row, labels);
    }
    return found;
  }

  /** To be called when all tickets were looked up. @throws UserMistake where none has a label */
  async check(): Promise<LabelNotes> {
    const gold = this.#gold;
    if (gold !== undefined) await checkGold(this.#ledger, this.#run, gold, this.#matched);
    else if (this.#matched.size === 0)
      throw new UserMistake(
        `nobody labelled a ticket of run ${this.#run.id} yet; give labels with --gold FILE`,
      );
    return {
      file: gold?.path ?? null,
      unknownThemes: Object.fromEntries(this.#unknownThemes),
      unknownIds: [...(gold?.labels.keys() ?? [])].filter((id) => !this.#matched.has(id)),
      repeated: gold?.repeated ?? 0,
    };
  }

  /** Themes that were labelled when the run's themes were others, are counted and left out. */
  #known(label: string | undefined): string[] | undefined {
    return label
      ?.split('|')
      .filter((id) => id !== '')
      .filter((id) => {
        const isKnown = this.#run.parsed.themes.some((theme) => theme.id === id);
        if (!isKnown) this.#unknownThemes.set(id, (this.#unknownThemes.get(id) ?? 0) + 1);
        return isKnown;
      });
  }
}
