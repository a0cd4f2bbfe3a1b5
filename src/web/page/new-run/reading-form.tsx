import { NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import type { RunRequest } from '../../api/run-request.ts';
import type { PreviewQuery } from '../../api/runs.ts';

/** What is said of where in a file its tickets are; the rest is guessed. */
export type Reading = Omit<PreviewQuery, 'text'>;

const encodings = [
  ...['utf-8', 'utf-16le', 'utf-16be', 'windows-1250', 'windows-1251', 'windows-1252'],
  ...['windows-1253', 'windows-1254', 'windows-1255', 'windows-1256', 'iso-8859-2', 'koi8-r'],
  ...['macintosh', 'shift_jis', 'euc-jp', 'euc-kr', 'gb18030', 'big5'],
];
const texts = ['csv', 'tsv', 'jsonl'];
const tables = ['csv', 'tsv', 'xlsx'];

export function readingOf(request: RunRequest): Reading {
  const { sheet, headerRow, skipRows, encoding, records, cleanText } = request;
  return { sheet, headerRow, skipRows, encoding, records, cleanText };
}

/** Fields for what matters in a file of this format. */
export function ReadingForm({
  format,
  reading,
  onChange,
}: {
  format: string;
  reading: Reading;
  onChange: (reading: Reading) => void;
}) {
  const words = (name: 'sheet' | 'records', label: string, description: string) => (
    <TextInput
      label={label}
      description={description}
      placeholder="Guessed"
      value={reading[name] ?? ''}
      onChange={({ currentTarget: { value } }) =>
        onChange({ ...reading, [name]: value === '' ? undefined : value })
      }
    />
  );
  const number = (name: 'headerRow' | 'skipRows', label: string, description: string) => (
    <NumberInput
      label={label}
      description={description}
      placeholder={name === 'headerRow' ? 'Guessed' : 'None'}
      min={0}
      max={1_000_000}
      allowDecimal={false}
      allowNegative={false}
      value={reading[name] ?? ''}
      onChange={(value) =>
        onChange({ ...reading, [name]: typeof value === 'number' ? value : undefined })
      }
    />
  );
  const { encoding, cleanText } = reading;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }}>
      {format === 'xlsx' && words('sheet', 'Sheets', 'By name or number, with commas between')}
      {tables.includes(format) &&
        number('headerRow', 'Row that names the columns', '0 where none does')}
      {tables.includes(format) &&
        number('skipRows', 'Rows to skip', 'At the start or, with a row of names, under it')}
      {format === 'jsonl' && words('records', 'Where the tickets are', 'As in data.tickets[]')}
      {texts.includes(format) && (
        <Select
          label="Encoding"
          description="Of letters beyond English"
          placeholder="Guessed"
          data={[...new Set([...encodings, ...(encoding === undefined ? [] : [encoding])])]}
          value={encoding ?? null}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Guess the encoding' }}
          onChange={(value) => onChange({ ...reading, encoding: value ?? undefined })}
        />
      )}
      <Select
        label="HTML, quoted replies, signatures"
        description="In the text that is judged"
        data={[
          { value: '', label: 'Cut where it looks like mail' },
          { value: 'true', label: 'Cut' },
          { value: 'false', label: 'Keep' },
        ]}
        value={cleanText === undefined ? '' : String(cleanText)}
        allowDeselect={false}
        onChange={(value) =>
          onChange({ ...reading, cleanText: value ? value === 'true' : undefined })
        }
      />
    </SimpleGrid>
  );
}
