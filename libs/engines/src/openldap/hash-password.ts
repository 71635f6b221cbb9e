import { join } from 'node:path';

import { withSecretFile } from '../files/with-secret-file.ts';
import { CLEAN_ENVIRONMENT } from '../process/clean-environment.ts';
import { runTool } from '../process/run-tool.ts';
import { slapTool } from './find-slapd.ts';

/** OpenLDAP's salted hash of a password. The password travels in a file of mode 0600 in `folder`, which is gone afterwards. */
export async function hashPassword(slapd: string, folder: string, password: string): Promise<string> {
  const secret = { path: join(folder, 'password-to-hash'), text: password };
  return withSecretFile(secret, async (path) => {
    const args = ['-h', '{SSHA}', '-T', path];
    const { stdout } = await runTool(slapTool(slapd, 'slappasswd'), args, { environment: CLEAN_ENVIRONMENT });
    return stdout.trim();
  });
}
