import pLimit from 'p-limit';
import type { CalibrationPlan, PlannedCalibration } from '../../../../../workflows/plan-calls.ts';
import { PackedAddresses } from '../../../../domain/address.ts';
import { UserMistake } from '../../../../domain/mistake.ts';
import { ownCommand } from '../../../../installation.ts';
import { readColumns, readInput } from '../../../../settings/read-input.ts';
import type { WantedRoles } from '../../../../tickets/columns/choose-roles.ts';
import type { TicketInput } from '../../../../tickets/read-tickets.ts';
import type { CountedTickets } from '../../../../tribunal/estimate/count-tickets.ts';
import type { PreviewQuery } from '../../../api/runs.ts';
import type { StoredFile } from './files.ts';
import { type Ended, ReadingProcess } from './reading-process.ts';
import type { Resources } from './resources.ts';
import type { UploadAnswer, UploadQuestion, UploadReadings } from './upload-reading.ts';

/** Uploads that are read at once, seconds that one may take, and megabytes of what it is read into. */
const mostAtOnce = 2;
const mostSeconds = 120;
const mostMegabytes = 1024;

/**
 * Reads uploads in processes of their own: a thread can't be kept from taking the memory outside of its heap, and its
 * running out of it may end the whole process. One that answered reads the next, too.
 */
export class UploadReader {
  readonly #services: Pick<Resources, 'start' | 'servers'>;
  readonly #limit = pLimit(mostAtOnce);
  readonly #most: number;
  #resting: ReadingProcess[] = [];

  constructor(services: Pick<Resources, 'start' | 'servers'>, most = mostSeconds) {
    this.#services = services;
    this.#most = most;
  }

  /** A file's first rows. @param signal fires when nobody waits for it any more */
  preview(
    file: StoredFile,
    said: PreviewQuery,
    signal: AbortSignal,
  ): Promise<UploadReadings['preview']> {
    const { path } = file;
    const question = { input: readInput(path, said), columns: readColumns(said) };
    return this.#read<'preview'>(file, { wanted: 'preview', ...question }, signal);
  }

  /** What calibrating with a file would take. */
  calibration(file: StoredFile, options: PlannedCalibration): Promise<CalibrationPlan> {
    return this.#read<'calibration'>(file, { wanted: 'calibration', options });
  }

  /** The tickets of a file. */
  async count(
    file: StoredFile,
    question: { input: string | TicketInput; columns: WantedRoles },
  ): Promise<CountedTickets> {
    const read = this.#read<'count'>(file, { wanted: 'count', ...question });
    const { addresses, ...count } = await read;
    return { ...count, addresses: new PackedAddresses(addresses) };
  }

  /** @throws UserMistake for a file that can't be read as tickets, or takes too long or too much memory */
  #read<Wanted extends keyof UploadReadings>(
    { path, name }: StoredFile,
    question: UploadQuestion,
    signal = new AbortController().signal,
  ): Promise<UploadReadings[Wanted]> {
    return this.#limit(async () => {
      signal.throwIfAborted();
      const late = AbortSignal.timeout(1000 * this.#most);
      const ended = await this.#ask(question, AbortSignal.any([late, signal]));
      if ('reading' in ended) return ended.reading as UploadReadings[Wanted];
      if ('mistake' in ended) throw new UserMistake(ended.mistake.replaceAll(path, name));
      signal.throwIfAborted();
      if (late.aborted) throw tooMuch(name, `${this.#most} seconds`);
      if (ended.signal !== null || /heap out of memory/.test(ended.words))
        throw tooMuch(name, `${mostMegabytes} MB of memory`);
      throw new Error(`${name} could not be read: ${ended.words}`);
    });
  }

  async #ask(question: UploadQuestion, until: AbortSignal): Promise<UploadAnswer | Ended> {
    this.#resting = this.#resting.filter(({ isOver }) => !isOver);
    const process = this.#resting.pop() ?? this.#startProcess();
    const answer = await process.ask(question, until);
    if ('reading' in answer || 'mistake' in answer) this.#resting.push(process);
    return answer;
  }

  #startProcess(): ReadingProcess {
    const { start, servers } = this.#services;
    const { NODE_OPTIONS: given = '', ...environment } = servers.environmentFor('');
    const options = `${given} --max-old-space-size=${mostMegabytes}`.trim();
    return new ReadingProcess(
      start(['read-upload'], { environment: { ...environment, NODE_OPTIONS: options } }),
    );
  }
}

function tooMuch(name: string, what: string): UserMistake {
  return new UserMistake(
    `${name} takes more than ${what} to be read, which no tickets do; if these do: ${ownCommand()} batch FILE`,
  );
}
