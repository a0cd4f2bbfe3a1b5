/** Where this tribunal lies, and how it is called from where the user stands. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** The folder of the package: of the checkout, or of what npm installed. */
export const packageRoot = findRoot(import.meta.dirname);
/** What `npm run build` makes of it. */
export const builtCommand = path.join(packageRoot, 'dist/command/tribunal.js');

/** The tickets that are shipped, and the themes that apply to them. */
export const sampleTickets = path.join(packageRoot, 'data/tickets.csv');
export const sampleGold = path.join(packageRoot, 'data/gold.csv');

export function packageVersion(): string {
  return JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')).version;
}

/**
 * What calls this command line from where the user stands. `npx tribunal` is this package only within
 * a project that has it: anywhere else npx fetches whatever anybody publishes under that name.
 */
export function ownCommand(): string {
  return nameFrom(process.cwd(), process.env.PATH ?? '');
}

export function nameFrom(folder: string, searched: string): string {
  if (isWithinProject(folder)) return 'npx tribunal';
  const places = searched.split(path.delimiter).filter((place) => !place.endsWith('.bin'));
  if (places.some(isGlobal)) return 'tribunal';
  return packageRoot.split(path.sep).includes('_npx')
    ? 'npx ticket-tribunal'
    : `node ${/^[\w/.:\\-]+$/.test(builtCommand) ? builtCommand : `"${builtCommand}"`}`;
}

/** Whether npx finds this package from there: the project has it installed, or is its checkout. */
function isWithinProject(folder: string): boolean {
  const installed = path.join(folder, 'node_modules/ticket-tribunal');
  if ([folder, installed].some((place) => realPath(place) === packageRoot)) return true;
  const parent = path.dirname(folder);
  return parent !== folder && isWithinProject(parent);
}

/** Whether that folder of the PATH holds this package's command, which on Windows is no link. */
function isGlobal(place: string): boolean {
  return (
    realPath(path.join(place, 'tribunal')) === builtCommand ||
    realPath(path.join(place, 'node_modules/ticket-tribunal')) === packageRoot
  );
}

function realPath(place: string): string | undefined {
  try {
    return realpathSync(place);
  } catch {
    return undefined;
  }
}

function findRoot(folder: string): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : findRoot(path.dirname(folder));
}
