import promptPassword from '@inquirer/password';
import { Secret } from '@entsync/domain';

/** Never shown, not even its length. Prompts go to standard error: standard output is for results. */
function ask(message: string): Promise<string> {
  return promptPassword({ message, toggleMask: false }, { output: process.stderr });
}

/** Asks once. */
export async function askPassword(message: string): Promise<Secret> {
  return Secret.ofText(await ask(message));
}

/** Asks twice, for what nobody can see is easily mistyped; and from the start when they differ. */
export async function askNewPassword(message: string): Promise<Secret> {
  for (;;) {
    const typed = await ask(message);
    const again = await ask('Once more');
    if (again === typed) return Secret.ofText(typed);
    process.stderr.write('These were not the same; from the start, or Ctrl-C to leave.\n');
  }
}
