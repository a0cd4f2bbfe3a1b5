import { z } from 'zod';
import { tiers } from '../domain/prices.ts';
import { efforts } from '../model/endpoint.ts';
import {
  auto,
  choice,
  count,
  dollars,
  type Kind,
  ledger,
  lines,
  missable,
  names,
  price,
  share,
  usualLedger,
  whole,
  words,
  yes,
} from './kinds.ts';

/** How people are offered a setting. */
interface Offer {
  /** The heading under which help lists it. */
  heading: string;
  /** What its option takes, as help has it; nothing where it is only said or not. */
  takes: string | undefined;
  kind: Kind;
}

const offers = new Map<z.ZodType, Offer>();

function under(heading: string) {
  return <Value extends z.ZodType>(
    kind: Kind<Value>,
    takes: string | undefined,
    description: string,
  ) => {
    const setting = kind.schema.optional().describe(description);
    offers.set(setting, { heading, takes, kind });
    return setting;
  };
}

const input = under('Input:');
const judges = under('Themes and judges:');
const model = under('Model:');
const limits = under('Limits and cost:');
const output = under('Output:');

/**
 * All that can be said of a run. Options, variables, config files, what the page asks for and what workers are told are
 * made from it, so that what is added here is added there.
 */
export const Settings = z.strictObject({
  files: input(names, 'files', 'the files of tickets, with commas between'),
  id: input(words, 'column', 'the column with the ticket ids; guessed if not given'),
  text: input(
    words,
    'columns',
    'what is judged: a column, several with commas between, or a path as in source.body',
  ),
  context: input(names, 'columns', 'further columns that judges read, with commas between'),
  sheet: input(words, 'names', 'sheets of a workbook, by name or number; guessed if not given'),
  headerRow: input(
    whole(0, 1_000_000),
    'number',
    'the line, or row, that names the columns; 0 where none does; guessed if not given',
  ),
  skipRows: input(
    whole(0, 1_000_000),
    'number',
    'rows skipped at the start or, with --header-row, under it',
  ),
  encoding: input(words, 'name', 'as in shift_jis or windows-1251; guessed if not given'),
  records: input(words, 'path', 'where the tickets are in JSON, as in data.tickets[]'),
  cleanText: input(
    yes,
    undefined,
    'cut HTML, quoted replies and signatures from the text (default: only where it looks like mail)',
  ),
  limit: input(count, 'number', 'read only this many rows from the start'),
  sample: input(count, 'number', 'read only this many rows, drawn at random'),
  seed: input(
    whole(0, 1_000_000_000),
    'number',
    'another number draws another sample (default: 1)',
  ),

  themes: judges(
    words,
    'place',
    'folders, files or npm packages of themes, with commas between (default: ./themes, ./agents/themes, else the samples)',
  ),
  route: judges(
    choice('triage', 'all', 'auto'),
    'how',
    'who chooses the judges of a ticket; auto: triage or all, whichever is cheaper',
  ),
  triage: judges(
    choice('agent', 'learned'),
    'who',
    'who does triage: an agent, or what this run has learned from its verdicts so far',
  ),
  maxMiss: judges(
    missable,
    'share',
    'the share of the yes verdicts that --triage learned may miss, with 95 % confidence (default: 2%)',
  ),
  audit: judges(
    share,
    'share',
    'also ask a sample of the judges that triage did not choose, as in 5%',
  ),
  aggregate: judges(choice('always', 'conflicts', 'never'), 'when', 'when the aggregator is asked'),
  votes: judges(
    whole(1, 9),
    'number',
    'ask each question this many times, and take the majority: odd, up to 9',
  ),
  panel: judges(names, 'models', 'ask several models of the server, with commas between'),
  fresh: judges(yes, undefined, 'ask again, even where the ledger has an answer'),

  model: model(
    words,
    'name',
    'embedded, a name on --base-url, or a short form such as openai:<name>, ollama:<name>, groq:<name>',
  ),
  learned: model(yes, undefined, 'the embedded model decides by what `learn` taught it'),
  baseUrl: model(words, 'url', 'an OpenAI-compatible server, as in http://127.0.0.1:8000/v1'),
  api: model(
    choice('chat', 'responses'),
    'api',
    'which API the server speaks; guessed from its address',
  ),
  reasoningEffort: model(
    choice(...efforts),
    'effort',
    'how much the model thinks before it answers, where it can be told',
  ),
  serviceTier: model(
    choice(...tiers),
    'tier',
    'flex: later and cheaper; priority: sooner and dearer; where the provider offers that',
  ),
  relearn: model(yes, undefined, 'test again whether the model can call tools'),
  header: model(
    lines,
    'line',
    'sent with every call, as in "X-Team: support"; may be repeated, is never stored',
  ),
  apiKeyHeader: model(words, 'name', 'the header that takes the key (default: authorization)'),

  docket: limits(auto(1, 256), 'size', 'tickets per call (docket): a number, or auto'),
  stack: limits(auto(1, 100), 'number', 'themes per call: a number, or auto'),
  concurrency: limits(auto(1, 1000), 'number', 'calls at once: a number, or auto'),
  rpm: limits(count, 'number', 'requests a minute that the server allows'),
  tpm: limits(count, 'number', 'tokens a minute that the server allows'),
  rpd: limits(count, 'number', 'requests a day that the server allows'),
  maxCalls: limits(count, 'number', 'stop the run after this many calls; raise it to continue'),
  maxCost: limits(dollars, 'dollars', 'stop the run before it costs more; raise it to continue'),
  maxFailed: limits(
    share,
    'share',
    'stop the run if a larger share of its tickets fails, as in 20%',
  ),
  price: limits(
    price,
    'in,out',
    'dollars for a million tokens, in and out, if the price is not known',
  ),
  timeout: limits(whole(1, 3600), 'seconds', 'how long one model call may take'),
  dryRun: limits(yes, undefined, 'judge nothing: only estimate calls, tokens, cost and time'),

  out: output(names, 'file', 'results as .csv, .jsonl or .xlsx; may be repeated'),
  rawCells: output(
    yes,
    undefined,
    'leave CSV cells as they are, even those that a spreadsheet would run',
  ),
  wide: output(yes, undefined, 'one more column for each theme: yes, no, failed or not_routed'),
  force: output(yes, undefined, 'replace result files that exist'),
  json: output(yes, undefined, 'print the report as JSON'),
  ledger: output(ledger, 'place', 'where runs are kept: a file, or postgres://user@host/name'),
  redact: output(yes, undefined, 'keep what customers and models wrote out of the trace'),
  langsmith: output(
    yes,
    undefined,
    'send the traces to LangSmith, as LANGSMITH_API_KEY alone does too',
  ),
  langsmithSample: output(share, 'share', 'send only that share of the tickets, as in 10%'),
  detach: output(
    yes,
    undefined,
    'leave the file to the workers of a shared ledger, and return at once',
  ),
});
export type Settings = z.output<typeof Settings>;
export type SettingName = keyof Settings;

/** What holds where nothing is said. */
export const usual = {
  route: 'triage',
  triage: 'agent',
  aggregate: 'conflicts',
  model: 'embedded',
  docket: 'auto',
  stack: 'auto',
  concurrency: 'auto',
  timeout: 120,
  ledger: usualLedger,
} as const satisfies Partial<Settings>;

export const settingNames = Object.keys(Settings.shape) as SettingName[];

export function offerOf(name: SettingName): Offer & { description: string } {
  const schema = Settings.shape[name];
  const offer = offers.get(schema);
  if (offer === undefined) throw new Error(`the setting ${name} is offered to nobody`);
  return { ...offer, description: schema.description ?? '' };
}

/** These keys, as schemas leave them out. */
export function keys<const Names extends string>(...names: Names[]): Record<Names, true> {
  return Object.fromEntries(names.map((name) => [name, true])) as Record<Names, true>;
}

/** Of what was said only these, and nothing where nothing was. */
export function only<Name extends SettingName>(
  settings: Settings,
  ...names: Name[]
): Pick<Settings, Name> {
  return Object.fromEntries(
    names.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
  ) as Pick<Settings, Name>;
}

/** What an editor checks and completes a config file by. */
export function configSchema(): unknown {
  const Config = Settings.extend({ $schema: z.string().optional() });
  return { ...z.toJSONSchema(Config, { io: 'input' }), title: 'Settings of ticket-tribunal' };
}
