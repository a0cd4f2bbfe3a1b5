/** As PostgreSQL and the system call it when a server goes, restarts, or is not there yet. */
const lostCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'ENOENT'],
  ...[
    '57P01',
    '57P02',
    '57P03',
    '53300',
    '25P03',
    '08000',
    '08001',
    '08003',
    '08004',
    '08006',
    '08007',
  ],
]);
const lostMessages =
  /connection terminated|connection ended|not queryable|client was closed|timeout exceeded when trying to connect|query read timeout|server conn crashed/i;

/** A statement whose connection was lost before its answer came: it was done, or it was not. */
export class LostStatement extends Error {
  override name = 'LostStatement';
}

/** Whether another connection may do what this one could not. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isLostConnection);
  return (
    error instanceof LostStatement ||
    lostCodes.has(codeOf(error)) ||
    lostMessages.test(error.message)
  );
}

/** Whether two transactions were in each other's way, and this one was called off for the other. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && ['40P01', '40001'].includes(codeOf(error));
}

export function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
