/** A command that can be killed, and what it had kept by then. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readLedger } from '../support/query-ledger.ts';
import { type DecidedRow, decidedRows, questionsBehind } from '../support/questions-behind.ts';
import { root } from './measured-run.ts';

/** Starts the command line in a process of its own. */
export function startRun(args: string[], nodeFlags: string[] = [], env: NodeJS.ProcessEnv = {}) {
  const command = [...nodeFlags, path.join(root, 'dist/command/tribunal.js'), ...args];
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return {
    /** The exit code is null where the process was killed. */
    ended: new Promise<{ code: number | null; stderr: string }>((resolve) =>
      child.on('close', (code) => resolve({ code, stderr })),
    ),
    /** As by `kill -9`; too late does nothing. */
    kill: () => child.kill('SIGKILL'),
    signal: (name: NodeJS.Signals) => child.kill(name),
    /** Resolves when it has stopped itself. */
    async stopped() {
      while (!/^\d+ \(.*\) T/.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8'))) await sleep(5);
    },
  };
}

/** How many calls a command that goes on says may have been billed. */
export function unknownCallsSaid(stderr: string): number {
  return Number(/outcome unknown: (\d+)/i.exec(stderr)?.[1] ?? 0);
}

/** The addresses that have an answer, and whether the ledger is whole. */
export function readKept(ledger: string): { answered: string[]; isWhole: boolean } {
  if (!existsSync(ledger)) return { answered: [], isWhole: true };
  return readLedger(ledger, (rowsOf) => {
    const [check] = rowsOf<{ integrity_check: string }>('pragma integrity_check');
    // It may have been killed before it made its tables.
    const tables = rowsOf("select name from sqlite_master where name = 'answers'");
    const answers =
      tables.length === 0 ? [] : rowsOf<{ address: string }>('select address from answers');
    return {
      answered: answers.map(({ address }) => address),
      isWhole: check?.integrity_check === 'ok',
    };
  });
}

/** The question behind each address that a decision rests on, as `questionsIn` puts it. */
export function readQuestions(ledger: string): Map<string, string> {
  return questionsBehind(readLedger(ledger, (rowsOf) => rowsOf<DecidedRow>(decidedRows)));
}
