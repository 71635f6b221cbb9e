import { EXIT, type ExitCode } from './exit-code.ts';

/** What a person is told, and how the command ends. */
export interface Failure {
  readonly message: string;
  readonly exitCode: ExitCode;
}

const EXIT_CODES: Readonly<Record<string, ExitCode>> = {
  ENTSYNC_USAGE: EXIT.usage,
  ENTSYNC_INSTALLATION: EXIT.unreachable,
  ENTSYNC_SERVICE_DOWN: EXIT.unreachable,
  ENTSYNC_UNREACHABLE: EXIT.unreachable,
  ENTSYNC_BROKER: EXIT.unreachable,
};

interface ErrorFacts {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** By what errors say of themselves: their classes would have to be loaded, and most commands need few of them. */
export function explainFailure(error: unknown): Failure {
  const { name, code, message } = factsOf(error);
  if (CANCELLED.has(name)) return { message: 'Cancelled; nothing was changed.', exitCode: EXIT.failed };
  if (code.startsWith('ENTSYNC_')) return { message, exitCode: EXIT_CODES[code] ?? EXIT.failed };
  // Codes of services may be numbers of events, which people can look up.
  if (name === 'ServiceError') return { message: `${message} (event ${code})`, exitCode: EXIT.failed };
  return { message: `Unexpected: ${name}: ${message}`, exitCode: EXIT.failed };
}

/** What prompts throw when somebody presses Ctrl-C. */
const CANCELLED = new Set(['ExitPromptError', 'AbortPromptError']);

function factsOf(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { name: 'error', code: '', message: String(error) };
  const { name, message } = error;
  return { name, message, code: 'code' in error ? String(error.code) : '' };
}
