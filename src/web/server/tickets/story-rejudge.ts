import { once } from 'node:events';
import pLimit from 'p-limit';
import { UserMistake } from '../../../domain/mistake.ts';
import { readEndpoint } from '../../../model/endpoint.ts';
import type { RejudgeAnswer, RejudgeRequest } from '../../api/ticket.ts';
import { trustPlace } from '../jobs/request/chosen-themes.ts';
import type { Resources } from '../jobs/request/resources.ts';
import type { OpenRun } from './story-row.ts';

/** Judges that are asked again at the same time: each is a process of its own. */
const mostAtOnce = 2;
/** Characters of its messages that are kept. */
const mostMessages = 4000;

/** What `rejudge --json` prints, as far as it is shown. */
interface Printed {
  before?: 'yes' | 'no';
  replies: (
    | { ok: true; answer: { verdict: 'yes' | 'no'; confidence: number; rationale: string } }
    | { ok: false; cause: string; detail: string }
  )[];
  hasChanged: boolean;
}

/**
 * Asks judges again, each time by a command of its own: a hearing opens a trace for the whole process,
 * and the server may hear several at once.
 */
export class Rejudges {
  readonly #services: Resources;
  readonly #limit = pLimit(mostAtOnce);

  constructor(services: Resources) {
    this.#services = services;
  }

  /**
   * @throws UserMistake with the command's own line where it can't be asked, and for themes that nobody here named
   * @throws UnknownServer where a person has to confirm the run's server first
   */
  async ask(
    { run, row, theme, times }: RejudgeRequest & { run: OpenRun; row: number },
    signal: AbortSignal,
  ): Promise<RejudgeAnswer> {
    const { servers } = this.#services;
    const { baseURL } = readEndpoint(run.model, run.base_url || undefined, undefined);
    servers.check(baseURL);
    const { place = '' } = run.parsed;
    if (place !== '') await trustPlace(place, this.#services);
    const themes = place === '' ? [] : [`--themes=${place}`];
    return this.#limit(async () => {
      signal.throwIfAborted();
      const words = ['rejudge', `--run=${run.id}`, `--row=${row}`, `--theme=${theme}`];
      const { before, replies, hasChanged } = await this.#run(
        // Whoever presses the button wants to hear it once more.
        [...words, `--times=${times}`, '--fresh', '--json', ...themes],
        servers.environmentFor(baseURL),
        signal,
      );
      return {
        theme,
        hasChanged,
        before: before ?? null,
        replies: replies.map((reply) => {
          if (!reply.ok) return { ok: false, cause: reply.cause, detail: reply.detail };
          const { verdict, confidence, rationale } = reply.answer;
          return { ok: true, verdict, confidence, rationale };
        }),
      };
    });
  }

  async #run(
    words: string[],
    environment: NodeJS.ProcessEnv,
    signal: AbortSignal,
  ): Promise<Printed> {
    const child = this.#services.start(words, { environment, output: 'pipe' });
    const leave = () => child.kill('SIGINT');
    signal.addEventListener('abort', leave, { once: true });
    let printed = '';
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-mostMessages);
    });
    try {
      const [code] = (await once(child, 'close')) as [code: number | null];
      // 1: some of the replies failed, which is a result.
      if (code === 0 || (code === 1 && printed !== '')) return JSON.parse(printed) as Printed;
      const line = said.trim().split('\n').at(-1) ?? '';
      throw new UserMistake(
        `the judge could not be asked: ${line.replace(/^tribunal: /, '') || `the command ended with ${code}`}`,
      );
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}
