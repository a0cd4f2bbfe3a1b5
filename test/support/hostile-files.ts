import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** A part of a zip file; what is claimed of it in the directory may be a lie. */
interface Part {
  name: string;
  content: Buffer;
  claimed?: { packed?: number; size?: number; offset?: number };
}

/** A zip file's bytes. @param entries as the end of its directory has it */
function zip(parts: readonly Part[], entries = parts.length): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, claimed = {} } of parts) {
    const data = deflateRawSync(content, { level: 1 });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(claimed.packed ?? data.length, 14);
    fields.writeUInt32LE(claimed.size ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), data]);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(claimed.offset ?? at, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, more, Buffer.from(name)]),
    );
    locals.push(local);
    at += local.length;
  }
  const length = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries, 4);
  end.writeUInt16LE(entries, 6);
  end.writeUInt32LE(length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, ...directory, Buffer.from('PK\x05\x06'), end]);
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';

function part(name: string, text: string | Buffer, claimed?: Part['claimed']): Part {
  const content = Buffer.isBuffer(text) ? text : Buffer.from(`<?xml version="1.0"?>${text}`);
  return { name, content, ...(claimed === undefined ? {} : { claimed }) };
}

/** All of a workbook but its sheet. */
const frame = [
  part(
    '_rels/.rels',
    `<Relationships xmlns="${relations}"><Relationship Id="r" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ),
  part(
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="One" sheetId="1" r:id="r"/></sheets></workbook>`,
  ),
  part(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${relations}"><Relationship Id="r" Type="${office}/worksheet" Target="sheet.xml"/><Relationship Id="s" Type="${office}/sharedStrings" Target="strings.xml"/></Relationships>`,
  ),
];
const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const rows = `<row>${cell('text')}${cell('id')}</row><row>${cell('late again')}${cell('T1')}</row>`;
const sheetOf = (inside: string) =>
  `<worksheet xmlns="${main}"><sheetData>${inside}</sheetData></worksheet>`;
const sheet = part('xl/sheet.xml', sheetOf(rows));

const laughs = Array.from(
  { length: 9 },
  (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
).join('');
const entities = `<!DOCTYPE worksheet [<!ENTITY l0 "lol">${laughs}]>`;
const outside = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
const blanks = (megabytes: number) => Buffer.alloc(megabytes * 1024 * 1024, ' ');

/** Files that do harm to who reads them carelessly, by their names; each is small. */
export const hostileFiles: Record<string, () => Buffer> = {
  'bomb.xlsx': () => zip([...frame, part('xl/sheet.xml', blanks(202))]),
  'strings.xlsx': () =>
    zip([
      ...frame,
      sheet,
      part('xl/strings.xml', `<sst>${'<si><t>x</t></si>'.repeat(1_000_000)}</sst>`),
    ]),
  'claims-little.xlsx': () =>
    zip([...frame, { ...part('xl/sheet.xml', blanks(202)), claimed: { size: 1 } }]),
  'claims-much.xlsx': () => zip([...frame, { ...sheet, claimed: { packed: 0xfffffff0 } }]),
  'outside.xlsx': () => zip([...frame, { ...sheet, claimed: { offset: 0xfffffff0 } }]),
  'many-entries.xlsx': () => zip([...frame, sheet], 65_534),
  'no-entries.xlsx': () => zip([...frame, sheet], 0),
  'overlapping.xlsx': () =>
    zip([...frame, sheet].map((one) => ({ ...one, claimed: { offset: 0 } }))),
  'nested.xlsx': () => zip([{ name: 'inner.xlsx', content: zip([...frame, sheet]) }]),
  'nested-sheet.xlsx': () => zip([...frame, part('xl/sheet.xml', zip([...frame, sheet]))]),
  'entities.xlsx': () =>
    zip([
      ...frame,
      part('xl/sheet.xml', entities + sheetOf(`<row>${cell('&l9;')}${cell('&l9;')}</row>`)),
    ]),
  'outer-entity.xlsx': () =>
    zip([
      ...frame,
      part('xl/sheet.xml', outside + sheetOf(`<row>${cell('&x;')}${cell('id')}</row>${rows}`)),
    ]),
  'deep.xlsx': () => zip([...frame, part('xl/sheet.xml', '<a>'.repeat(200_000))]),
  'deep-lists.json': () => Buffer.from('['.repeat(200_000)),
  'deep-record.json': () =>
    Buffer.from(`[{"text":"late","more":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}]`),
  'deep-line.jsonl': () =>
    Buffer.from(`{"text":"late","more":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`),
  'one-line.csv': () => Buffer.concat([Buffer.from('id,text\n1,"'), blanks(10)]),
  'columns.csv': () => Buffer.from(`${'c,'.repeat(200_000)}text\n`),
  'one-column.csv': () => Buffer.from(`text,${'c'.repeat(2_000_000)}\nlate,x\n`),
  'packed.csv': () => gzipSync(Buffer.alloc(80 * 1024 * 1024, 'id,text\n1,boom\n')),
};
