/**
 * A value as both databases keep it: PostgreSQL has no NUL in its texts and neither has half a
 * surrogate pair, so that U+FFFD stands for them.
 */
export function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;
}
