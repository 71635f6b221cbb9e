import { CommanderError } from 'commander';

import { explainFailure } from './explain-failure.ts';
import { EXIT } from './exit-code.ts';
import { createProgram } from './program.ts';
import { Session } from './session.ts';
import { printableLines } from './terminal/printable.ts';
import { openScreen } from './terminal/screen.ts';

// Whoever reads what we print may have seen enough: `entsync topics watch | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

// Warnings of Node are for programmers; the client of Kafka causes one whenever it connects.
process.removeAllListeners('warning');

const session = new Session(openScreen(process.stdout, process.stderr));
try {
  await createProgram(session).parseAsync(process.argv);
  process.exitCode = session.exitCode;
} catch (error) {
  if (error instanceof CommanderError) {
    // It has said already what is wrong; help and version are no faults.
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else {
    const { message, exitCode } = explainFailure(error);
    session.screen.note(printableLines(message));
    process.exitCode = exitCode;
  }
}
