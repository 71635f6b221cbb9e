/** SQLSTATE classes and codes that say something about the server and nothing about the statement. */
const OUTAGE_CLASSES = new Set(['08', '53', '57', '58']);
/** Serialization failure, deadlock, lock not available: the same again may succeed. */
const TRY_AGAIN = new Set(['40001', '40P01', '55P03']);
/** Errors of the connection itself. */
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const CONNECTION_MESSAGE =
  /Connection terminated|timeout expired|Client has encountered a connection error|not queryable/i;

/** Whether a failed statement may be tried again later just as it is. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') {
    if (CONNECTION_CODES.has(code) || TRY_AGAIN.has(code)) return true;
    if (/^[0-9A-Z]{5}$/.test(code)) return OUTAGE_CLASSES.has(code.slice(0, 2));
  }
  return CONNECTION_MESSAGE.test(error.message);
}
