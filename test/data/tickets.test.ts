import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';

function readRoot(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

function readRows(path: string): Record<string, string>[] {
  return parse(readRoot(path), { columns: true });
}

const tickets = readRows('data/tickets.csv');
const gold = readRows('data/gold.csv').map((row) => ({
  id: row.id,
  themes: row.themes === undefined || row.themes === '' ? [] : row.themes.split('|'),
}));
const themeIds = readdirSync(new URL('../../agents/themes', import.meta.url))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));
// The themes that the gold was labelled for, in its order: a theme added to the folder later has no gold.
const goldThemes = [
  'waiting_time',
  'policy',
  'service_process',
  'quality_of_resolution',
  'self_help_resources',
  'agent_manners',
  'agent_knowledge',
  'technology',
  'repeated_follow_up',
];

describe('the shipped tickets', () => {
  it('are at least 80, each with its own id', () => {
    expect(tickets.length).toBeGreaterThanOrEqual(80);
    expect(new Set(tickets.map((ticket) => ticket.id)).size).toBe(tickets.length);
  });

  it('have the four columns that the README names', () => {
    expect(Object.keys(tickets[0] ?? {})).toEqual(['id', 'problem', 'resolution', 'feedback']);
  });

  it('each have a feedback of at most 4000 characters', () => {
    const lengths = tickets.map((ticket) => ticket.feedback?.trim().length ?? 0);
    expect(Math.min(...lengths)).toBeGreaterThan(0);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(4000);
  });

  it.each(['data/tickets.csv', 'data/gold.csv'])(
    '%s ends its lines with LF, has no BOM',
    (path) => {
      expect(readRoot(path)).not.toMatch(/^\uFEFF|\r/);
    },
  );

  it('keep the awkward cases that readers and writers must survive', () => {
    const feedbacks = tickets.map((ticket) => ticket.feedback ?? '');
    expect(feedbacks.some((text) => text.startsWith('='))).toBe(true);
    expect(feedbacks.some((text) => text.includes('\n\n') && text.length > 1500)).toBe(true);
    expect(new Set(feedbacks).size).toBeLessThan(feedbacks.length);
    expect(tickets.some((ticket) => ticket.resolution === '')).toBe(true);
  });
});

describe('the gold labels', () => {
  it('cover exactly the tickets, in their order', () => {
    expect(gold.map((row) => row.id)).toEqual(tickets.map((ticket) => ticket.id));
  });

  it('name only themes that are a file in agents/themes, none twice for a ticket', () => {
    for (const row of gold) {
      expect(row.themes.filter((theme) => !themeIds.includes(theme))).toEqual([]);
      expect(new Set(row.themes).size).toBe(row.themes.length);
    }
  });

  it('list the themes of every ticket in one and the same order', () => {
    for (const row of gold) {
      expect(row.themes).toEqual(goldThemes.filter((theme) => row.themes.includes(theme)));
    }
  });

  it.each(goldThemes)('say yes to %s at least 12 times', (theme) => {
    const yes = gold.filter((row) => row.themes.includes(theme));
    expect(yes.length).toBeGreaterThanOrEqual(12);
  });

  it('leave at least 10 tickets without a theme and give at least 20 two or more', () => {
    expect(gold.filter((row) => row.themes.length === 0).length).toBeGreaterThanOrEqual(10);
    expect(gold.filter((row) => row.themes.length >= 2).length).toBeGreaterThanOrEqual(20);
  });

  it('are the same for tickets that read the same', () => {
    const byText = new Map<string, string>();
    for (const [index, ticket] of tickets.entries()) {
      const text = [ticket.problem, ticket.resolution, ticket.feedback].join('\n');
      const themes = gold[index]?.themes.join('|') ?? '';
      expect(byText.get(text) ?? themes).toBe(themes);
      byText.set(text, themes);
    }
  });
});
