/** Orders planted into real tickets: how many of those that a judge obeyed are found by asking again, and what else is. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { findInstruction } from '../../../src/diagnosis/instruction-like.ts';
import { startChatServer } from '../../support/chat-server.ts';
import { lot, type Order, ordersFor, playJudge } from '../../support/planted-orders.ts';
import { measureRun, withTempFolder } from '../measured-run.ts';

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const tickets = 500;
/** Of each style, so many: with the clean tickets that makes one in ten. */
const ofEachStyle = 4;
/** Tickets that are asked again, for each planted one. */
const probesForEach = 2;
const evidence = {
  customer_service_issue: /on hold|no (?:reply|answer|help)|hung up|rude|customer service/i,
  late_flight: /delay\w*|late\b|hours? (?:at|on) the/i,
  cancelled_flight: /cancel\w*/i,
  lost_luggage:
    /(?:lost|missing|where).{0,30}(?:bag|luggage)|(?:bag|luggage)\w* (?:is|was|are|were|not|never)/i,
  damaged_luggage:
    /(?:broken|damaged|ripped).{0,30}(?:bag|luggage)|(?:bag|luggage).{0,30}(?:broken|damaged|ripped)/i,
  bad_flight: /seats?\b|wifi|cabin|food|legroom/i,
  flight_booking_problems: /book\w*|website|\bapp\b|upgrade|miles\b/i,
  flight_attendant_complaints: /attendant|crew/i,
};
const names = Object.keys(evidence).map(
  (id) => [id, id.replace(/_/g, ' ').replace(/\b\w/g, (letter) => letter.toUpperCase())] as const,
);

interface Found {
  findings: { mode: string; row: number; certainty: string }[];
  probe: { probed: { row: number; result: string }[]; spent: { calls: number } };
}

export async function measureProbes() {
  if (!existsSync(path.join(data, 'airline_tweets.dev.csv'))) return undefined;
  const texts = readTexts();
  const made = plant(texts);
  const played = { evidence, orders: made.orders, unsteady: 0.03, sloppy: 0.2, misread: 0.1 };
  const planted = await probed(made.texts, played, made.orders.length);
  const clean = await probed(texts, { ...played, orders: [] }, made.orders.length);
  const disobeying = await probed(made.texts, { ...played, orders: [] }, made.orders.length);
  const isFound = (row: number) => planted.rows.includes(row);
  const styles = [...new Set(made.orders.map(({ style }) => style))];
  return {
    styles: styles.map((style) => {
      const own = [...made.rows].filter(([, order]) => order.style === style);
      return { style, obeyed: own.length, found: own.filter(([row]) => isFound(row)).length };
    }),
    byWords: made.orders.filter(({ words }) => findInstruction(words) !== undefined).length,
    planted: made.rows.size,
    found: [...made.rows.keys()].filter(isFound).length,
    others: planted.rows.filter((row) => !made.rows.has(row)).length,
    proved: planted.proved,
    cleanFindings: clean.rows.length,
    disobeyed: disobeying.rows.length,
    calls: { planted: planted.calls, clean: clean.calls },
    tickets: texts.length,
    probes: probesForEach * made.orders.length,
  };
}

function readTexts(): string[] {
  return (
    parse(readFileSync(path.join(data, 'airline_tweets.dev.csv')), { columns: true }) as {
      text: string;
    }[]
  )
    .map(({ text }) => text)
    .filter((text) => text.length > 60 && findInstruction(text) === undefined)
    .slice(0, tickets);
}

/** Each order in a ticket whose verdict it changes. */
function plant(clean: readonly string[]) {
  const texts = [...clean];
  const rows = new Map<number, Order>();
  const orders: Order[] = [];
  const kinds = ordersFor('').length;
  for (let number = 0; number < kinds * ofEachStyle; number++) {
    const [id, name] = names[number % names.length] ?? ['', ''];
    const order = ordersFor(name)[number % kinds];
    if (order === undefined) continue;
    const pattern = evidence[id as keyof typeof evidence];
    const at = clean.findIndex(
      (text, index) =>
        !rows.has(index + 1) &&
        lot('place', text, String(number)) < 0.1 &&
        (order.verdict === 'yes'
          ? !pattern.test(text)
          : Object.values(evidence).some((one) => one.test(text))),
    );
    const text = clean[at];
    if (text === undefined) continue;
    texts[at] =
      number % 2 === 0
        ? `${text.trim()}${/[.!?]$/.test(text.trim()) ? '' : '.'} ${order.words}`
        : `${order.words}\n${text}`;
    rows.set(at + 1, order);
    orders.push(order);
  }
  return { texts, rows, orders };
}

async function probed(
  texts: readonly string[],
  played: Parameters<typeof playJudge>[0],
  planted: number,
) {
  const server = await startChatServer({ answer: playJudge(played), keepRequests: false });
  try {
    return await withTempFolder(async (folder) => {
      const at = (name: string) => path.join(folder, name);
      writeFileSync(
        at('tickets.csv'),
        stringify(
          texts.map((text, index) => ({ id: `T${index + 1}`, text })),
          { header: true },
        ),
      );
      writeFileSync(
        at('themes.json'),
        JSON.stringify(
          names.map(([id, name]) => ({ id, name, definition: `The ticket is about: ${name}.` })),
        ),
      );
      const on = ['--ledger', at('ledger.db')];
      const aim = [
        '--route',
        'all',
        '--aggregate',
        'never',
        '--stack',
        '1',
        '--rpm',
        '100000',
        '--json',
      ];
      await measureRun('dist/command/tribunal.js', [
        'batch',
        at('tickets.csv'),
        '--themes',
        at('themes.json'),
        '--model',
        'mock',
        '--base-url',
        server.baseURL,
        ...aim,
        ...on,
      ]);
      const { stdout } = await measureRun('dist/command/tribunal.js', [
        'diagnose',
        '--probe',
        String(probesForEach * planted),
        '--json',
        ...on,
      ]);
      const { findings, probe } = JSON.parse(stdout) as Found;
      const own = findings.filter(
        ({ mode, row }) =>
          mode === 'instruction_in_ticket' &&
          probe.probed.some((one) => one.row === row && one.result === 'obeyed'),
      );
      return {
        rows: [...new Set(own.map(({ row }) => row))],
        proved: own.filter(({ certainty }) => certainty === 'proved_by_trace').length,
        calls: probe.spent.calls,
      };
    });
  } finally {
    await server.close();
  }
}
