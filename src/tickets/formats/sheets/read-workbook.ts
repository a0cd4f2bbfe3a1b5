import path from 'node:path/posix';
import type { Archive } from '../open-archive.ts';
import { readXml } from '../read-xml.ts';
import { type CellStyle, styleOf } from './cell-text.ts';

export interface Sheet {
  name: string;
  /** The part of the archive that holds it. */
  part: string;
  isHidden: boolean;
}

export interface Workbook {
  sheets: Sheet[];
  strings: string[];
  styles: CellStyle[];
  /** Days are counted from 1904. */
  is1904: boolean;
}

const usual = 'xl/workbook.xml';

/** All of a workbook but its sheets' cells. @throws Error where it is none */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const root = await relationsOf(archive, '');
  const main = [...root.values()].find(({ type }) => type === 'officeDocument')?.target ?? usual;
  const relations = await relationsOf(archive, main);
  const found: { name: string; relation: string; isHidden: boolean }[] = [];
  let is1904 = false;
  await readXml(archive.read(main), {
    open(element, attributes) {
      if (element === 'workbookPr') is1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (element !== 'sheet') return;
      const relation = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
      found.push({
        name: attributes.name ?? '',
        relation,
        isHidden: /hidden/i.test(attributes.state ?? ''),
      });
    },
  });
  const partOf = (type: string) => [...relations.values()].find((one) => one.type === type)?.target;
  return {
    sheets: found.flatMap(({ relation, ...sheet }) => {
      const target = relations.get(relation);
      return target?.type === 'worksheet' ? [{ ...sheet, part: target.target }] : [];
    }),
    strings: await stringsOf(archive, partOf('sharedStrings')),
    styles: await stylesOf(archive, partOf('styles')),
    is1904,
  };
}

async function relationsOf(archive: Archive, part: string) {
  const folder = path.dirname(part);
  const file = path.join(folder, '_rels', `${path.basename(part)}.rels`).replace(/^\.\//, '');
  const relations = new Map<string, { type: string; target: string }>();
  if (!archive.names.includes(file)) return relations;
  await readXml(archive.read(file), {
    open(element, { Id = '', Type = '', Target = '' }) {
      if (element !== 'Relationship') return;
      const target = Target.startsWith('/') ? Target.slice(1) : path.join(folder, Target);
      relations.set(Id, { type: Type.split('/').at(-1) ?? '', target });
    },
  });
  return relations;
}

async function stringsOf(archive: Archive, part: string | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (part === undefined || !archive.names.includes(part)) return strings;
  let [text, isText, isPhonetic] = ['', false, false];
  await readXml(archive.read(part), {
    open(element) {
      if (element === 'si') text = '';
      else if (element === 't') isText = !isPhonetic;
      else if (element === 'rPh') isPhonetic = true;
    },
    text(piece) {
      if (isText) text += piece;
    },
    close(element) {
      if (element === 'si') strings.push(unescapeText(text));
      else if (element === 't') isText = false;
      else if (element === 'rPh') isPhonetic = false;
    },
  });
  return strings;
}

async function stylesOf(archive: Archive, part: string | undefined): Promise<CellStyle[]> {
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let isCells = false;
  if (part !== undefined && archive.names.includes(part))
    await readXml(archive.read(part), {
      open(element, attributes) {
        if (element === 'numFmt')
          codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
        else if (element === 'cellXfs') isCells = true;
        else if (element === 'xf' && isCells) ids.push(Number(attributes.numFmtId ?? 0));
      },
      close(element) {
        if (element === 'cellXfs') isCells = false;
      },
    });
  return ids.map((id) => styleOf(id, codes.get(id)));
}

/** A workbook writes characters that XML has not as `_x000D_`. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
