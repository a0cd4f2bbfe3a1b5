import type { ParquetParsers, SchemaElement } from 'hyparquet';

/** Times as ISO texts, to the digit that the file has. */
export const timeTexts: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (millis) => momentText(BigInt(millis) * 1_000_000n),
  timestampFromMicroseconds: (micros) => momentText(BigInt(micros) * 1000n),
  timestampFromNanoseconds: (nanos) => momentText(BigInt(nanos)),
  dateFromDays: (days) => momentText(BigInt(days) * dayNanos).slice(0, 10),
  jsonFromBytes: (bytes) => bytesText(bytes),
};

const dayNanos = 86_400_000_000_000n;

/** Writes the values of one column as texts: nothing for null, lists and objects as JSON. */
export function cellWriter(element: SchemaElement): (value: unknown) => string {
  const plain = plainWriter(element);
  return (value) => {
    if (value === null) return '';
    return typeof value === 'object' && !(value instanceof Uint8Array)
      ? JSON.stringify(value, (_, one) => (isLeaf(one) ? leafText(one) : one))
      : plain(value);
  };
}

/**
 * Takes away what would be read inexactly or not at all, for `cellWriter` to write it: decimals, whose ids of 18 digits
 * would become numbers, and kinds that have no reader.
 */
export function takeRaw(schema: readonly SchemaElement[]): SchemaElement[] {
  const top = topElements(schema);
  return schema.map((element) => {
    const { converted_type: kind } = element;
    const isRaw = kind === 'BSON' || kind === 'INTERVAL';
    if (!isRaw && !(kind === 'DECIMAL' && top.includes(element))) return element;
    const { converted_type: _, ...raw } = element;
    return raw;
  });
}

/** One for each column: the root's children. */
export function topElements(schema: readonly SchemaElement[]): SchemaElement[] {
  const found: SchemaElement[] = [];
  for (let at = 1; at < schema.length; at = after(schema, at)) {
    const element = schema[at];
    if (element !== undefined) found.push(element);
  }
  return found;
}

function after(schema: readonly SchemaElement[], at: number): number {
  let [next, open] = [at, 1];
  while (open > 0 && next < schema.length) open += (schema[next++]?.num_children ?? 0) - 1;
  return next;
}

function plainWriter({ type, logical_type: logical, scale, num_children }: SchemaElement) {
  if (num_children !== undefined && num_children > 0) return leafText;
  if (scale !== undefined)
    return (value: unknown) =>
      decimalText(value instanceof Uint8Array ? wholeNumber(value) : BigInt(String(value)), scale);
  if (logical?.type === 'TIME') {
    const nanos = { MILLIS: 1_000_000n, MICROS: 1000n, NANOS: 1n }[logical.unit];
    return (value: unknown) => momentText(BigInt(String(value)) * nanos).slice(11);
  }
  if (logical?.type === 'TIMESTAMP' && logical.isAdjustedToUTC)
    return (value: unknown) => `${value}Z`;
  return type === 'FLOAT' ? (value: unknown) => singleText(Number(value)) : leafText;
}

function isLeaf(value: unknown): boolean {
  return typeof value === 'bigint' || value instanceof Uint8Array;
}

function leafText(value: unknown): string {
  return value instanceof Uint8Array ? bytesText(value) : String(value);
}

/** Text that nobody called so, or else its bytes as digits. */
function bytesText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('hex');
  }
}

/** `2026-01-02T10:00:00.123456`: a fraction only where there is one. */
function momentText(nanos: bigint): string {
  const inSecond = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const date = new Date(Number((nanos - inSecond) / 1_000_000n));
  if (Number.isNaN(date.getTime())) return String(nanos);
  const fraction = String(inSecond).padStart(9, '0').replace(/0+$/, '');
  return date.toISOString().slice(0, -5) + (fraction === '' ? '' : `.${fraction}`);
}

/** Big-endian, in two's complement. */
function wholeNumber(bytes: Uint8Array): bigint {
  return bytes.length === 0
    ? 0n
    : BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

function decimalText(value: bigint, scale: number): string {
  if (scale <= 0) return String(value * 10n ** BigInt(-scale));
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** 0.9, which a single-precision number only comes near. */
function singleText(value: number): string {
  for (let digits = 6; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(value);
}
