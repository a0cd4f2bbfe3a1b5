import { bracedRegions, readJson } from './json-in-text.ts';

/**
 * The arguments of a call that were cut off, closed behind the last entry of their list that is whole;
 * undefined where nothing was cut off, or no entry is whole.
 */
export function wholeEntries(text: string): string | undefined {
  const [region] = bracedRegions(text);
  if (region?.isCutOff !== true) return undefined;
  const list = text.indexOf('[') + 1;
  const entries = bracedRegions(text.slice(list)).filter(({ isCutOff }) => !isCutOff);
  if (list === 0 || entries.length === 0) return undefined;
  const closed = `${text.slice(0, list)}${entries.map((entry) => entry.text).join(',')}]}`;
  return readJson(closed) === undefined ? undefined : closed;
}
