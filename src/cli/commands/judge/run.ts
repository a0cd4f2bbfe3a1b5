import path from 'node:path';
import { inspect } from 'node:util';
import { UserMistake } from '../../../domain/mistake.ts';
import type { WorkflowArguments } from '../../../face/contract.ts';
import { runWorkflow, WorkflowFailed } from '../../../face/workflow.ts';
import { builtCommand } from '../../../installation.ts';
import { sameCommand } from '../../drawing/next-command.ts';
import { say } from '../../drawing/print.ts';
import { FirstDecisions, finish } from '../../drawing/reports/report.ts';
import { type RunFlags, readRunOptions } from '../../program/run-options.ts';
import { hearShown } from './hear-shown.ts';

/** Runs a workflow of the user's over files, with all that `batch` has. */
export async function runScript(
  workflow: string,
  words: readonly string[],
  flags: RunFlags,
): Promise<number> {
  if (!/\.[mc]?[jt]s$/.test(workflow))
    throw new UserMistake(
      `run takes a workflow of your own, a .ts or .js file, and ${workflow} is none; to judge tickets`,
      { next: ['batch', workflow] },
    );
  const own = words.findIndex((word) => /^--?[a-z]/i.test(word));
  const files = own < 0 ? words : words.slice(0, own);
  if (files.length === 0)
    throw new UserMistake(
      'name the tickets before what is for the workflow: run WORKFLOW FILE --…',
    );
  const args = argumentsIn(words.slice(files.length));
  for (const [name, value] of Object.entries(args))
    say(`For the workflow: ${name}${value === true ? '' : ` = ${value}`}`);
  const options = readRunOptions(files, flags);
  const first = new FirstDecisions();
  try {
    const report = await hearShown(
      (own) => runWorkflow(workflow, args, own),
      options,
      flags,
      first,
    );
    return finish(report, first, options, flags.json);
  } catch (error) {
    if (!(error instanceof WorkflowFailed)) throw error;
    say(ownLines(inspect(error.cause)));
    if (error.run !== undefined)
      say(
        `Run ${error.run} is interrupted; what was decided is kept. Continue with: ${sameCommand()}`,
      );
    return 1;
  }
}

/** Where the workflow was, without the lines of what called it. */
function ownLines(shown: string): string {
  const built = path.dirname(builtCommand);
  const lines = shown.split('\n');
  return lines.filter((line) => !/^\s+at /.test(line) || !line.includes(built)).join('\n');
}

/** `--second-model large --strict` is `{ secondModel: 'large', strict: true }`. */
function argumentsIn(words: readonly string[]): WorkflowArguments {
  const args: WorkflowArguments = {};
  let open: string | undefined;
  for (const word of words) {
    const [, name, value] = /^--?([a-z][\w-]*)(?:=(.*))?$/is.exec(word) ?? [];
    if (name !== undefined) {
      open = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      if (open in args) throw new UserMistake(`--${name} is given twice`);
      args[open] = value ?? true;
      if (value !== undefined) open = undefined;
    } else if (open !== undefined) {
      args[open] = word;
      open = undefined;
    } else throw new UserMistake(`"${word}" belongs to no option; files of tickets come first`);
  }
  return args;
}
