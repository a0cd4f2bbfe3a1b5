import { type RunFlags, usualFlags } from '../../../workflows/run-flags.ts';
import type { RunRequest } from '../api/run-request.ts';

type SaidFlags = Partial<Omit<RunFlags, 'out' | 'ledger'>>;

/** What a request says, as a command's options say it. */
export function flagsOf(request: RunRequest, themes: string | undefined): SaidFlags {
  const { columns, model, baseUrl, route, triage, aggregate, redact } = request;
  const text = (value: number | undefined) => (value === undefined ? undefined : String(value));
  const isServed = model !== usualFlags.model;
  return {
    model,
    learned: request.learned || undefined,
    baseUrl: isServed ? baseUrl : undefined,
    themes,
    id: columns.id,
    text: columns.text,
    context: columns.context?.join(','),
    route,
    triage,
    maxMiss: text(request.maxMiss),
    aggregate,
    docket: text(request.docket),
    concurrency: text(request.concurrency),
    rpm: text(request.rpm),
    tpm: text(request.tpm),
    rpd: text(request.rpd),
    maxCalls: text(request.maxCalls),
    maxCost: request.maxCost?.toString(),
    redact: redact || undefined,
  } as SaidFlags;
}

/** The words of a command with these options. A value may begin with a dash. */
export function wordsOf(command: string, file: string, flags: SaidFlags): string[] {
  const options = Object.entries(flags).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const option = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === true ? [option] : [`${option}=${value}`];
  });
  return [command, file, ...options];
}

/** The options as the command line would read them. */
export function completeFlags(
  flags: SaidFlags,
  ledger: string,
  environment: NodeJS.ProcessEnv,
): RunFlags {
  const said = Object.fromEntries(
    Object.entries(flags).filter(([, value]) => value !== undefined),
  ) as SaidFlags;
  const baseUrl = environment.OPENAI_BASE_URL;
  return { ...usualFlags, out: [], ...(baseUrl ? { baseUrl } : {}), ...said, ledger };
}
