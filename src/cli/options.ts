import { Option } from 'commander';
import { usualFlags } from '../../workflows/run-flags.ts';

export const themesPlace = () =>
  new Option(
    '--themes <place>',
    'folders of theme files, theme files or JSON lists, with commas between',
  );
export const ledgerOption = () =>
  new Option('--ledger <place>', 'what lasts: PATH, or postgres://user@host/name')
    .env('TRIBUNAL_LEDGER')
    .default('.tribunal/ledger.db');
export const outOption = () =>
  new Option('--out <file>', 'results as .csv, .jsonl or .xlsx; may be repeated')
    .argParser((value: string, earlier: string[]) => [...earlier, value])
    .default([]);

export const langsmithSample = () =>
  new Option('--langsmith-sample <share>', 'send only that share of the tickets, as in 10%');

export const runOptions = () => [
  new Option(
    '--model <name>',
    'embedded, ollama:<name>, openai:<name>, or a name on --base-url',
  ).default(usualFlags.model),
  new Option('--learned', 'the embedded model goes by what `learn` taught it'),
  new Option('--base-url <url>', 'an OpenAI-compatible server, as in http://127.0.0.1:8000/v1').env(
    'OPENAI_BASE_URL',
  ),
  new Option('--api <api>', 'how the server is spoken to; guessed from its address').choices([
    'chat',
    'responses',
  ]),
  themesPlace(),
  new Option('--id <column>', 'the column with the ticket ids'),
  new Option('--text <column>', 'the column that is judged'),
  new Option('--context <columns>', 'further columns that judges may read, with commas between'),
  new Option('--route <how>', 'who chooses the judges of a ticket')
    .choices(['triage', 'all'])
    .default(usualFlags.route),
  new Option('--triage <who>', 'an agent, or what this run has learned from its verdicts so far')
    .choices(['agent', 'learned'])
    .default('agent'),
  new Option(
    '--max-miss <share>',
    'of all yes at most that share is lost by --triage learned, 95 % sure; 2% where left out',
  ),
  new Option('--aggregate <when>', 'when the aggregator is asked')
    .choices(['always', 'conflicts', 'never'])
    .default(usualFlags.aggregate),
  new Option('--docket <size>', 'tickets in one model call: a number, or auto').default(
    usualFlags.docket,
  ),
  new Option('--votes <number>', 'ask each question so often, and take the majority: odd, up to 9'),
  new Option('--panel <models>', 'ask several models of the server, with commas between'),
  new Option('--concurrency <number>', 'calls that are out at once: a number, or auto').default(
    usualFlags.concurrency,
  ),
  new Option('--rpm <number>', 'requests a minute that the server allows'),
  new Option('--tpm <number>', 'tokens a minute that the server allows'),
  new Option('--rpd <number>', 'requests a day that the server allows'),
  new Option('--max-calls <number>', 'stop after so many calls; the same command goes on'),
  new Option('--max-cost <dollars>', 'stop before it costs more; the same command goes on'),
  new Option('--price <in,out>', 'what a million tokens cost, in dollars, where it is not known'),
  new Option('--timeout <seconds>', 'how long one model call may take').default(usualFlags.timeout),
  outOption(),
  new Option('--wide', 'a column a theme: yes, no, failed or not_routed'),
  new Option('--force', 'replace result files that exist'),
  new Option('--redact', 'keep what customers and models wrote out of the trace'),
  new Option('--fresh', 'ask again what the ledger knows already'),
  new Option('--audit <share>', 'ask a sample of the judges whom triage leaves out, as in 5%'),
  new Option('--langsmith', 'send the traces to LangSmith, as LANGSMITH_API_KEY alone does too'),
  langsmithSample(),
  ledgerOption(),
  new Option('--json', 'the report as JSON'),
];

/** An option that may be given several times. */
export const repeated = (flags: string, text: string) =>
  new Option(flags, text)
    .argParser((value: string, earlier: string[]) => [...earlier, value])
    .default([]);

/** Takes the exit code of a command. */
export type End = (code: Promise<number>) => Promise<void>;
