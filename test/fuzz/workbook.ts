import { strFromU8, strToU8, zipSync } from 'fflate';
import { damageText, type TextDamage } from './damage.ts';

/** A workbook's bytes, damaged inside of its parts: damage to the archive itself is found out at once. */
export function workbook(
  rows: readonly string[][],
  damage: readonly [number, TextDamage][],
): Buffer {
  const parts = Object.entries(partsOf(rows));
  for (const [place, one] of damage) {
    const part = parts[place % parts.length];
    if (part !== undefined) part[1] = strToU8(damageText(strFromU8(part[1]), one));
  }
  return Buffer.from(zipSync(Object.fromEntries(parts), { level: 0 }));
}

function partsOf(rows: readonly string[][]): Record<string, Uint8Array> {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const texts = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${rows.map(rowXml).join('')}</sheetData></worksheet>`,
  };
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, strToU8(`<?xml version="1.0"?>${text}`)]),
  );
}

function rowXml(cells: readonly string[], row: number): string {
  const drawn = cells.map(
    (cell, column) =>
      `<c r="${String.fromCharCode(65 + column)}${row + 1}" t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`,
  );
  return `<row r="${row + 1}">${drawn.join('')}</row>`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/\p{Cc}/gu, '');
}
