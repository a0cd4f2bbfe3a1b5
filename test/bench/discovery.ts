/** How well the clusters of `discover` agree with labels that it was not shown, and what a large file takes. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { findClusters } from '../../src/discovery/find-clusters.ts';
import { sample, seededRandom } from '../../src/domain/random.ts';
import { compareClusters } from '../support/compare-clusters.ts';
import { measureRun, withTempFolder } from './measured-run.ts';

const sharedData = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

interface Agreement {
  file: string;
  labels: number;
  clusters: number;
  tickets: number;
  /** Of the tickets, those that belong to a cluster. */
  clustered: number;
  /** With the others as a cluster of their own, and without them. */
  all: ReturnType<typeof compareClusters>;
  some: ReturnType<typeof compareClusters>;
}

/** Clusters of labelled tickets, ten and as many as there are labels, against the labels. */
export function measureAgreement(): Agreement[] {
  return [
    { file: 'airline_tweets', column: 'labels', most: [10] },
    { file: 'banking77', column: 'label', most: [10, 77] },
  ].flatMap(({ file, column, most }) => {
    const rows = readRows(`${file}.dev.csv`);
    if (rows === undefined) return [];
    const labelled = new Map(rows.map((row) => [row.text ?? '', row[column] ?? '']));
    return most.map((count) => agreementOf(file, labelled, count));
  });
}

function agreementOf(file: string, labelled: ReadonlyMap<string, string>, most: number): Agreement {
  const { clusters, belongings } = findClusters([...labelled.keys()], most, seededRandom(1));
  const pairs = [...labelled]
    .filter(([, label]) => label !== '')
    .map(([text, label]) => {
      const [first] = belongings(text).sort((a, b) => b.similarity - a.similarity);
      return { cluster: String(first?.cluster ?? 'none'), label };
    });
  const clustered = pairs.filter(({ cluster }) => cluster !== 'none');
  return {
    file,
    clusters: clusters.length,
    tickets: pairs.length,
    clustered: clustered.length,
    labels: new Set(pairs.map(({ label }) => label)).size,
    all: compareClusters(pairs),
    some: compareClusters(clustered),
  };
}

/** Runs `discover` over reviews, and over so many that are mixed from their sentences. */
export async function measureDiscover(tickets: number) {
  const rows = readRows('ba_reviews.csv');
  if (rows === undefined) return [];
  const sentences = rows.map(({ body = '' }) => body.split(/(?<=[.!?]) /));
  const random = seededRandom(7);
  const mixed = Array.from({ length: tickets }, (_, id) => {
    const parts = sample(random, sentences, 2).map((own) => sample(random, own, own.length / 2));
    return { id: String(id), body: parts.flat().join(' ') };
  });
  return withTempFolder(async (folder) => {
    const large = path.join(folder, 'mixed.csv');
    writeFileSync(large, stringify(mixed, { header: true }));
    const measured: { tickets: number; seconds: number; peakMegabytes: number }[] = [];
    for (const [file, count] of [
      [path.join(sharedData, 'ba_reviews.csv'), rows.length],
      [large, tickets],
    ] as const) {
      const { seconds, peakMegabytes } = await measureRun('dist/command/tribunal.js', [
        'discover',
        file,
      ]);
      measured.push({ tickets: count, seconds, peakMegabytes });
    }
    return measured;
  });
}

function readRows(name: string): Record<string, string>[] | undefined {
  const file = path.join(sharedData, name);
  if (existsSync(file)) return parse(readFileSync(file, 'utf8'), { columns: true, bom: true });
  console.log(`skipped ${name}: the labelled data is not here`);
  return undefined;
}
