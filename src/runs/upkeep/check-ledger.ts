import { constants, existsSync } from 'node:fs';
import { copyFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Health } from '../../ledger/health/health.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { refuseWhereAtWork } from './copy-ledger.ts';

export interface CheckReport extends Health {
  isWhole: boolean;
  /** Others than its owner may read it. */
  isOpen: boolean;
  /** What was there before the repair; nothing where nothing was repaired. */
  repaired: { before: Health; copy: string | null } | null;
}

/** Says whether a ledger is whole, and mends of it what can be mended. @throws UserMistake where it is at work */
export async function checkLedger(ledger: Ledger, repair: boolean): Promise<CheckReport> {
  // 1. What is wrong.
  const found = await ledger.health.check();
  let health = found;
  let repaired: CheckReport['repaired'] = null;
  // 2. As it was it stays beside the one that is mended.
  if (repair && !(isWhole(found) && isTidy(found))) {
    await refuseWhereAtWork(ledger);
    repaired = { before: found, copy: await keepCopy(ledger) };
    await ledger.health.repair(found);
    health = await ledger.health.check();
  }
  return { ...health, isWhole: isWhole(health), isOpen: await mayBeRead(ledger), repaired };
}

function isWhole({ pages, damaged }: Health): boolean {
  return pages.length + damaged.length === 0;
}

/** What runs that were cut off leave behind is no damage. */
function isTidy({ orphans }: Health): boolean {
  return Object.keys(orphans).length === 0;
}

async function keepCopy({ engine, location }: Ledger): Promise<string | null> {
  if (engine === 'postgres') return null;
  const { dir, name, ext } = path.parse(location);
  const copy = path.join(dir, `${name}-before-repair-${Date.now()}${ext}`);
  for (const ending of ['', '-wal'])
    if (existsSync(location + ending))
      await copyFile(location + ending, copy + ending, constants.COPYFILE_FICLONE);
  return copy;
}

async function mayBeRead({ engine, location }: Ledger): Promise<boolean> {
  return engine === 'sqlite' && ((await stat(location)).mode & 0o077) !== 0;
}
