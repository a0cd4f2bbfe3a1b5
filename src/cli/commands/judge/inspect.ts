import { plural } from '../../../domain/text/plural.ts';
import { readColumns, readInput } from '../../../settings/read-input.ts';
import type { Settings } from '../../../settings/schema.ts';
import { type InspectedColumn, inspectTickets } from '../../../tickets/inspect-tickets.ts';
import { openTickets } from '../../../tickets/read-tickets.ts';
import { paint, printable, say } from '../../drawing/print.ts';
import { table } from '../../drawing/table.ts';

const longestText = 300;

/** Shows what would be read of files: columns and their roles, what is left out, and the first tickets as they are judged. */
export async function inspect(files: string[], settings: Settings): Promise<number> {
  const file = await openTickets(readInput(files, settings), readColumns(settings));
  const found = await inspectTickets(file);
  const out = (text: string) => process.stdout.write(`${text}\n`);
  if (settings.json) {
    const { path, format, roles, notes } = file;
    out(JSON.stringify({ path, format, roles, notes, ...found }, null, 2));
    return 0;
  }
  for (const note of file.notes) say(note);
  const bad =
    found.defects === 0 ? '' : `; ${found.defects} can't be judged, as ${found.firstDefect}`;
  out(`${printable(file.path)}: ${plural(found.tickets, 'ticket')}${bad}\n`);
  const filled = found.columns.filter((column) => column.filled > 0 || column.role !== '');
  out(
    table(
      [
        { title: 'column', cut: 'start' },
        { title: 'read as' },
        { title: 'filled', align: 'right' },
        { title: 'for example', fills: true },
      ],
      filled.map(({ name, role, filled, example }) => [
        name,
        role,
        shareOf(filled, found.tickets),
        example,
      ]),
    ),
  );
  const empty = found.columns.length - filled.length;
  if (empty > 0) out(paint.dim(`${plural(empty, 'column')} without a value not shown`));
  if (found.paths.length > 0)
    out(
      `\nPaths that --text, --id and --context take besides:\n  ${printable(found.paths.join(', '))}`,
    );
  out('\nThe first tickets, as they are judged:');
  for (const { id, text, context } of found.first) {
    const more = Object.entries(context).map(([name, value]) => `${name}: ${value}`);
    const shown = [text, ...more].map((one) => cut(one)).join('\n  ');
    out(`\n${paint.dim(printable(id))}\n  ${shown}`);
  }
  return 0;
}

function shareOf(filled: InspectedColumn['filled'], tickets: number): string {
  return tickets === 0 ? '' : `${Math.floor((100 * filled) / tickets)} %`;
}

function cut(text: string): string {
  const shown = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return shown.split(/\r?\n/).map(printable).join('\n  ');
}
