import type { FoundFile } from './find-file.ts';
import { openDelimited } from './formats/open-delimited.ts';
import { openJson } from './formats/open-json.ts';
import type { Layout, Source } from './source.ts';

export async function openSource(file: FoundFile, layout: Layout): Promise<Source> {
  switch (file.format) {
    case 'csv':
    case 'tsv':
      return openDelimited(file, layout);
    case 'jsonl':
      return openJson(file, layout);
    case 'xlsx':
      return (await import('./formats/sheets/open-workbook.ts')).openWorkbook(file, layout);
    case 'parquet':
      return (await import('./formats/parquet/open-parquet.ts')).openParquet(file);
  }
}
