/** Columns of the terminal: as COLUMNS says, else as the terminal does, else 100. */
export function screenWidth(): number {
  const { COLUMNS = '' } = process.env;
  return /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : (process.stdout.columns ?? 100);
}
