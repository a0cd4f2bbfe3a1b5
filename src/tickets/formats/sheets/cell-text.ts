import { format, isDateFormat } from 'numfmt';

/** How a number is shown in a cell. */
export type CellStyle = { kind: 'plain' } | { kind: 'date' } | { kind: 'shown'; code: string };

/** The formats that a workbook names by number alone; those of dates differ by country. */
const BUILT_IN: Record<number, string> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  37: '#,##0 ;(#,##0)',
  38: '#,##0 ;[Red](#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;[Red](#,##0.00)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
};
const BUILT_IN_DATES = (id: number) =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
/** Whole numbers beyond it lose digits where they are formatted. */
const mostExact = 1e15;

export function styleOf(id: number, given: string | undefined): CellStyle {
  const code = given ?? BUILT_IN[id];
  if (code === undefined) return { kind: BUILT_IN_DATES(id) ? 'date' : 'plain' };
  if (/^(general|@|0|#)$/i.test(code.trim())) return { kind: 'plain' };
  const bare = code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  // Hours alone are a duration or a time of the day, and are shown as such.
  if (isDate(code) && /[yd]|(?<![hs:\]])m(?!\s*:|m?\s*:)/i.test(bare) && !/\[/.test(bare))
    return { kind: 'date' };
  return { kind: 'shown', code };
}

function isDate(code: string): boolean {
  try {
    return isDateFormat(code);
  } catch {
    return false;
  }
}

/** A number as the sheet shows it, but for dates, which are ISO texts, and numbers that are only rounded. */
export function numberText(written: string, style: CellStyle, is1904: boolean): string {
  const value = Number(written);
  if (written.trim() === '' || Number.isNaN(value)) return written;
  if (style.kind === 'date') return dateText(value, is1904);
  // A long id keeps all the digits that the file has.
  const isLong = Math.abs(value) >= mostExact;
  if (style.kind === 'plain' || isLong) {
    if (/^-?\d+$/.test(written)) return written;
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(15)));
  }
  try {
    return format(style.code, value, { throws: true }).trim();
  } catch {
    return String(value);
  }
}

const dayMs = 86_400_000;

/** A sheet's dates have no time zone; midnight means that only the day was given. */
function dateText(serial: number, is1904: boolean): string {
  const days = is1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const time = Math.round(((days - 25_569) * dayMs) / 1000) * 1000;
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(serial);
  const [day = '', clock = ''] = date.toISOString().split('T');
  return clock.startsWith('00:00:00') ? day : `${day}T${clock.slice(0, 8)}`;
}
