import { writeFileSync } from 'node:fs';
import Database from 'libsql';
import { sensible } from '../support/answers.ts';
import { startChatServer } from '../support/chat-server.ts';
import { runCommand } from './command.ts';
import { scratch } from './scratch.ts';

export interface HeardRun {
  ledger: string;
  /** Its newest run was heard by the embedded model, the one before over HTTP. */
  tickets: string;
  themes: string;
}

let heard: Promise<HeardRun> | undefined;

/** A ledger with two runs over a few tickets, labels among them and a row that can't be judged. */
export function heardRun(): Promise<HeardRun> {
  heard ??= hear();
  return heard;
}

async function hear(): Promise<HeardRun> {
  const [ledger, tickets, themes] = [scratch('heard.db'), scratch('t.csv'), scratch('t.json')];
  writeFileSync(
    tickets,
    'id,text,gold\nT1,late and lost,late\nT2,here,\nT3,,late\nT4,"late ""and""",\n',
  );
  writeFileSync(
    themes,
    '[{"name":"Late","definition":"It is late."},{"name":"Lost","definition":"It is lost."}]',
  );
  const server = await startChatServer({ answer: sensible });
  const batch = ['batch', tickets, '--id', 'id', '--text', 'text', '--themes', themes];
  const over = ['--ledger', ledger, '--route', 'all', '--docket', '2'];
  await told([
    ...batch,
    ...over,
    '--model',
    'mock',
    '--base-url',
    server.baseURL,
    '--rpm',
    '60000',
  ]);
  await server.close();
  await told([...batch, ...over, '--model', 'embedded']);
  await told(['evaluate', tickets, '--gold', tickets, '--ledger', ledger]);
  // Without a log of what is still to be written beside it.
  const whole = scratch('whole.db');
  const file = new Database(ledger);
  file.exec(`vacuum into '${whole}'`);
  file.close();
  return { ledger: whole, tickets, themes };
}

async function told(words: string[]): Promise<void> {
  const { code, err } = await runCommand(words);
  if (code === 70) throw new Error(err);
}
