/**
 * A value as both databases keep it: PostgreSQL has no NUL in its texts and neither has half a
 * surrogate pair, so that U+FFFD stands for them.
 */
export function storable(value: unknown): unknown {
  if (typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0'))) return value;
  return value.toWellFormed().replaceAll('\0', '\ufffd');
}
