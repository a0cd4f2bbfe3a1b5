import { Option } from 'commander';
import { usualFlags } from '../../settings/flags.ts';

const usualLedger = '.tribunal/ledger.db';

export const themesPlace = () =>
  new Option(
    '--themes <place>',
    'folders, files or npm packages of themes, with commas between (default: ./themes, ./agents/themes, else the samples)',
  );
export const ledgerOption = () =>
  new Option('--ledger <place>', 'where runs are kept: a file, or postgres://user@host/name')
    .env('TRIBUNAL_LEDGER')
    .default(usualLedger)
    // A variable that is set to nothing says nothing.
    .argParser((place: string) => place || usualLedger);
export const outOption = () =>
  repeated('--out <file>', 'results as .csv, .jsonl or .xlsx; may be repeated');

export const rawCellsOption = () =>
  new Option('--raw-cells', 'leave CSV cells as they are, also those that a spreadsheet would run');

export const langsmithSample = () =>
  new Option('--langsmith-sample <share>', 'send only that share of the tickets, as in 10%');

export const yesOption = () => new Option('--yes', 'do not ask first');

export const dryRunOption = () =>
  new Option('--dry-run', 'only say what it would take: calls, tokens, cost and time').helpGroup(
    'Limits and cost:',
  );

const grouped = (heading: string, ...options: Option[]) =>
  options.map((option) => option.helpGroup(heading));

export const runOptions = () => [
  ...grouped(
    'Input:',
    new Option('--id <column>', 'the column with the ticket ids; guessed where not given'),
    new Option('--text <column>', 'the column that is judged; guessed where not given'),
    new Option('--context <columns>', 'further columns that judges read, with commas between'),
    new Option('--limit <number>', 'read only the first so many rows'),
    new Option('--sample <number>', 'read only so many rows, drawn by chance'),
    new Option('--seed <number>', 'draws another sample (default: 1)'),
  ),
  ...grouped(
    'Themes and judges:',
    themesPlace(),
    new Option('--route <how>', 'who chooses the judges of a ticket')
      .choices(['triage', 'all'])
      .default(usualFlags.route),
    new Option('--triage <who>', 'an agent, or what this run has learned from its verdicts so far')
      .choices(['agent', 'learned'])
      .default('agent'),
    new Option(
      '--max-miss <share>',
      'the share of the yes verdicts that --triage learned may miss, with 95 % confidence (default: 2%)',
    ),
    new Option('--audit <share>', 'ask a sample of the judges whom triage does not ask, as in 5%'),
    new Option('--aggregate <when>', 'when the aggregator is asked')
      .choices(['always', 'conflicts', 'never'])
      .default(usualFlags.aggregate),
    new Option(
      '--votes <number>',
      'ask each question so often, and take the majority: odd, up to 9',
    ),
    new Option('--panel <models>', 'ask several models of the server, with commas between'),
    new Option('--fresh', 'ask again what the ledger knows already'),
  ),
  ...grouped(
    'Model:',
    new Option(
      '--model <name>',
      'embedded, ollama:<name>, openai:<name>, or a name on --base-url',
    ).default(usualFlags.model),
    new Option('--learned', 'the embedded model decides by what `learn` taught it'),
    new Option(
      '--base-url <url>',
      'an OpenAI-compatible server, as in http://127.0.0.1:8000/v1',
    ).env('OPENAI_BASE_URL'),
    new Option('--api <api>', 'how the server is spoken to; guessed from its address').choices([
      'chat',
      'responses',
    ]),
  ),
  ...grouped(
    'Limits and cost:',
    new Option('--docket <size>', 'tickets per call (docket): a number, or auto').default(
      usualFlags.docket,
    ),
    new Option('--concurrency <number>', 'calls at once: a number, or auto').default(
      usualFlags.concurrency,
    ),
    new Option('--rpm <number>', 'requests a minute that the server allows'),
    new Option('--tpm <number>', 'tokens a minute that the server allows'),
    new Option('--rpd <number>', 'requests a day that the server allows'),
    new Option('--max-calls <number>', 'stop the run after so many calls; to go on, raise it'),
    new Option('--max-cost <dollars>', 'stop the run before it costs more; to go on, raise it'),
    new Option('--max-failed <share>', 'stop the run where more tickets fail, as in 20%'),
    new Option('--price <in,out>', 'what a million tokens cost, in dollars, where it is not known'),
    new Option('--timeout <seconds>', 'how long one model call may take').default(
      usualFlags.timeout,
    ),
  ),
  ...grouped(
    'Output:',
    outOption(),
    rawCellsOption(),
    new Option('--wide', 'one more column for each theme: yes, no, failed or not_routed'),
    new Option('--force', 'replace result files that exist'),
    new Option('--json', 'the report as JSON'),
    ledgerOption(),
    new Option('--redact', 'keep what customers and models wrote out of the trace'),
    new Option('--langsmith', 'send the traces to LangSmith, as LANGSMITH_API_KEY alone does too'),
    langsmithSample(),
  ),
];

/** An option that may be given several times. */
export function repeated(flags: string, text: string): Option {
  return new Option(flags, text)
    .argParser((value: string, earlier: string[]) => [...earlier, value])
    .default([]);
}

/** Takes the exit code of a command. */
export type End = (code: Promise<number>) => Promise<void>;
