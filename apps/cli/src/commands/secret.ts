import type { Command } from 'commander';

import type { RestoreOptions } from '../secret/restore-secret.ts';
import type { BackupOptions } from '../secret/secret.ts';
import type { Session } from '../session.ts';
import { addExamples } from './add-examples.ts';

export function addSecret(program: Command, session: Session): void {
  const secret = program
    .command('secret')
    .summary('the master secret, without which stored passwords are lost')
    .description(
      'The master secret protects every stored password. Without it, and without a backup of it, they are lost.',
    );
  addStatus(secret, session);
  addBackup(secret, session);
  addRestore(secret, session);
  addExamples(secret, [
    ['entsync secret status', 'is there a backup?'],
    ['entsync secret backup /media/usb/entsync-secret.json', 'makes one; its password is asked for'],
  ]);
}

function addStatus(secret: Command, session: Session): void {
  const status = secret
    .command('status', { isDefault: true })
    .description('Shows which master secret is in use, and whether it has a backup.')
    .option('--json', 'print it as JSON', false)
    .action(
      session.does(async (options: { readonly json: boolean }) => {
        const { showSecret } = await import('../secret/secret.ts');
        return showSecret(session, options);
      }),
    );
  addExamples(status, [['entsync secret status --json', 'for a script']]);
}

function addBackup(secret: Command, session: Session): void {
  const backup = secret
    .command('backup')
    .description(
      'Writes the master secret to a file, encrypted under a password of at least 7 characters.\n' +
        'The password is asked for twice, or is the one line of standard input.',
    )
    .argument('<file>', 'where it is written')
    .option('--reminder <text>', 'helps to remember the password; anybody who has the file can read it', '')
    .option('--force', 'overwrite the file', false)
    .action(
      session.does(async (file: string, options: BackupOptions) => {
        const { backupSecret } = await import('../secret/secret.ts');
        return backupSecret(session, file, options);
      }),
    );
  addExamples(backup, [
    [
      'entsync secret backup /media/usb/entsync-secret.json --reminder "safe, red envelope"',
      'keep it away from this machine',
    ],
  ]);
}

function addRestore(secret: Command, session: Session): void {
  const restore = secret
    .command('restore')
    .description(
      'Puts the master secret of a backup back into an installation that is stopped (npm stop).\n' +
        'Another one that is there is not overwritten without --force, and kept beside it even then.',
    )
    .argument('<file>', 'the backup')
    .option(
      '--to <file>',
      'the file of the master secret, where it is not that of the installation (MASTER_SECRET_FILE)',
    )
    .option('--force', 'replace another master secret', false)
    .action(
      session.does(async (file: string, options: RestoreOptions) => {
        const { restoreSecret } = await import('../secret/restore-secret.ts');
        return restoreSecret(session, file, options);
      }),
    );
  addExamples(restore, [
    ['entsync secret restore /media/usb/entsync-secret.json', 'on a new machine, before the first start'],
  ]);
}
