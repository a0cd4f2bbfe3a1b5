import { type AsyncBuffer, type FileMetaData, parquetSchema } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { getPhysicalColumns } from 'hyparquet/src/schema.js';
import { longestPage } from './unpack-page.ts';

const mostValues = 1 << 24;

/**
 * Goes through what a file says of its columns and pages: the reader believes it, and damage could keep it for ever or end
 * the process.
 * @throws Error for what can't be true
 */
export async function checkPages(file: AsyncBuffer, metadata: FileMetaData): Promise<void> {
  if (metadata.schema.some(({ name }) => name === undefined))
    throw new Error('a column is damaged');
  const paths = getPhysicalColumns(parquetSchema(metadata));
  if (new Set(paths).size < paths.length) throw new Error('two columns are called the same');
  for (const { columns, num_rows } of metadata.row_groups) {
    const found = columns.map(({ meta_data: meta }) => meta?.path_in_schema.join('.'));
    if (found.length !== paths.length || found.some((path, at) => path !== paths[at]))
      throw new Error('its columns do not add up');
    for (const { meta_data: meta } of columns) {
      if (meta === undefined) continue;
      const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
      const bytes = await file.slice(start, start + Number(meta.total_compressed_size));
      const [values, rows] = countValues(bytes);
      if (BigInt(values) !== meta.num_values || (rows !== undefined && BigInt(rows) !== num_rows))
        throw new Error('its pages do not add up');
    }
  }
}

/** Values in a column's pages, and rows where the pages say so. */
function countValues(bytes: ArrayBuffer): [number, number | undefined] {
  const reader = { view: new DataView(bytes), offset: 0 };
  let [values, rows]: [number, number | undefined] = [0, undefined];
  while (reader.offset < bytes.byteLength - 1) {
    const page = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: unpacked } = page;
    check(packed, bytes.byteLength - reader.offset);
    check(unpacked, longestPage);
    reader.offset += packed;
    const head = page.data_page_header_v2 ?? page.data_page_header ?? page.dictionary_page_header;
    check(head?.num_values, mostValues);
    if (page.type === 'DICTIONARY_PAGE') continue;
    values += head?.num_values ?? 0;
    const second = page.data_page_header_v2;
    if (second === undefined) continue;
    check(second.num_nulls, second.num_values);
    check(second.num_rows, second.num_values);
    check(second.repetition_levels_byte_length, packed);
    check(second.definition_levels_byte_length, packed - second.repetition_levels_byte_length);
    rows = (rows ?? 0) + second.num_rows;
  }
  return [values, rows];
}

function check(value: number | undefined, most: number): void {
  if (!Number.isInteger(value) || value === undefined || value < 0 || value > most)
    throw new Error('a page is damaged');
}
