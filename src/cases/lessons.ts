import path from 'node:path';
import { judgeDigest, type ThemeAgent } from '../../agents/judge.ts';
import { nearest, UserMistake } from '../domain/mistake.ts';
import { plural } from '../domain/text/plural.ts';
import type { Example } from '../learning/example.ts';
import type { Teacher } from '../learning/show-learned.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readRun } from '../settings/read-run.ts';
import { ticketOf } from '../settings/stored-ticket.ts';
import { readGold } from '../tickets/read-gold.ts';
import { openTickets, type TicketInput } from '../tickets/read-tickets.ts';
import { Labels } from './labels/labels.ts';
import { readStandings } from './read-standings.ts';

/** What there is to learn from, and what has to be said of it. */
export interface Lessons {
  examples: Example[];
  /** By theme. */
  teachers: Map<string, Teacher[]>;
  /** Where the verdicts are from, in one line. */
  source: string;
  notes: string[];
}

export interface LabelledFile {
  file: string | TicketInput;
  columns: { id?: string; text?: string; context?: string[] };
  /** A file of labels; those in the file itself where left out. */
  gold: string | undefined;
  goldColumn: string | undefined;
}

/** Learns from labels: a theme that a label does not name is a no. @throws UserMistake */
export async function lessonsOfFile(
  { file: input, columns, gold: goldFile, goldColumn }: LabelledFile,
  themes: readonly ThemeAgent[],
): Promise<Lessons> {
  if (goldFile === undefined && goldColumn === undefined)
    throw new UserMistake(
      'say where the labels of the tickets are: --gold-column COLUMN, or --gold FILE',
    );
  const tickets = await openTickets(input, columns);
  const { id } = tickets.roles;
  const gold = await readGold(goldFile ?? input, themes, { id, labels: goldColumn });
  const [file, from] = [tickets.path, gold.path];
  const by = `labels of ${path.basename(from)}`;
  const lessons = new LessonBook(`${file}, ${by}`, tickets.notes);
  const seen = new Set<string>();
  for await (const ticket of tickets.tickets()) {
    const labels = gold.labels.get(ticket.id);
    if (labels === undefined || ticket.defect !== undefined || seen.has(ticket.id)) continue;
    seen.add(ticket.id);
    const answers = themes.map((theme) => [theme.id, labels.includes(theme.id), by] as const);
    lessons.add(ticket.text, answers);
  }
  const unknown = [...gold.unknownThemes].map(([name, count]) => `"${name}" (${count})`);
  if (seen.size === 0) {
    const [first] = gold.labels.keys();
    throw new UserMistake(
      first === undefined
        ? `${from} holds no labels`
        : `none of the ${gold.labels.size} ids in ${from} is a ticket of ${file}: it has "${first}"`,
    );
  }
  if (unknown.length > 0) {
    const names = `${unknown.slice(0, 8).join(', ')}${unknown.length > 8 ? ` and ${unknown.length - 8} more` : ''}`;
    const near = nearest(
      [...gold.unknownThemes.keys()][0] ?? '',
      themes.map((theme) => theme.id),
    );
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    if ([...gold.labels.values()].every((labels) => labels.length === 0))
      throw new UserMistake(`no label in ${from} is one of the themes: ${names}${hint}`);
    lessons.notes.push(`labels that are none of the themes, and not learned: ${names}${hint}`);
  }
  if (gold.repeated > 0)
    lessons.notes.push(
      `${plural(gold.repeated, 'id stands', 'ids stand')} there again; the first label counts`,
    );
  return lessons;
}

/** Learns from the verdicts of a run, and from people's labels where there are any. @throws UserMistake */
export async function lessonsOfRun(
  ledger: Ledger,
  name: string,
  themes: readonly ThemeAgent[],
): Promise<Lessons> {
  const run = await readRun(ledger, name);
  const isOwn = run.model.startsWith('embedded');
  const digests = new Map(run.parsed.themes.map(({ id, digest }) => [id, digest]));
  const same = themes.filter((theme) => digests.get(theme.id) === judgeDigest(theme));
  const edited = themes.filter((theme) => digests.has(theme.id) && !same.includes(theme));
  if (same.length === 0)
    throw new UserMistake(
      edited.length === 0
        ? `run ${run.id} judged none of these themes; it has ${[...digests.keys()].slice(0, 10).join(', ')}`
        : `all themes of run ${run.id} were edited since (${listIds(edited)}), and old verdicts don't count; judge the file again`,
      { next: edited.length === 0 ? [] : ['batch', run.file] },
    );
  const lessons = new LessonBook(`run ${run.id} of ${path.basename(run.file)}`, []);
  if (edited.length > 0)
    lessons.notes.push(
      `edited since run ${run.id}, so that its verdicts no longer count: ${listIds(edited)}`,
    );
  const labels = await Labels.open(ledger, run, undefined, undefined);
  let unanswered = 0;
  for await (const { stored, decision, gold } of readStandings(ledger, run.id, labels)) {
    const ticket = ticketOf(stored, run.parsed);
    if (ticket.defect !== undefined) continue;
    const answers = same.flatMap(({ id }) => {
      if (gold !== undefined) return [[id, gold.includes(id), 'people'] as const];
      const outcome = decision?.outcomes.find(({ theme }) => theme === id);
      if (outcome?.kind === 'verdict' && !isOwn)
        return [[id, outcome.verdict === 'yes', run.model] as const];
      if (outcome !== undefined) unanswered += 1;
      return [];
    });
    lessons.add(ticket.text, answers);
  }
  if (isOwn && lessons.examples.length === 0)
    throw new UserMistake(
      `run ${run.id} was judged by the embedded model, which learns nothing from itself; name the run of another model, or give labels with --gold FILE`,
    );
  if (unanswered > 0 && !isOwn)
    lessons.notes.push(
      `${plural(unanswered, 'question')} of run ${run.id} ${unanswered === 1 ? 'has' : 'have'} no verdict, and so nothing to teach (triage left them out, or their judge failed); --route all asks every judge`,
    );
  return lessons;
}

function listIds(themes: readonly ThemeAgent[]): string {
  return themes.map(({ id }) => id).join(', ');
}

class LessonBook implements Lessons {
  readonly examples: Example[] = [];
  readonly teachers = new Map<string, Teacher[]>();
  readonly source: string;
  readonly notes: string[];

  constructor(source: string, notes: readonly string[]) {
    this.source = source;
    this.notes = [...notes];
  }

  add(text: string, answers: readonly (readonly [id: string, isYes: boolean, by: string])[]): void {
    if (answers.length === 0) return;
    this.examples.push({ text, answers: new Map(answers.map(([id, isYes]) => [id, isYes])) });
    for (const [id, isYes, by] of answers) {
      const teachers = this.teachers.get(id) ?? [];
      this.teachers.set(id, teachers);
      let teacher = teachers.find((known) => known.by === by);
      if (teacher === undefined) {
        teacher = { by, yes: 0, no: 0 };
        teachers.push(teacher);
      }
      teacher[isYes ? 'yes' : 'no'] += 1;
    }
  }
}
