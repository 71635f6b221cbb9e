import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** For 127.0.0.1, signed by itself, so that it is its own CA file. */
export async function makeCertificate(
  folder: string,
  name: string,
): Promise<{ certificateFile: string; keyFile: string }> {
  const [certificateFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile];
  await run('openssl', ['req', '-x509', ...key, ...subject, '-out', certificateFile]);
  return { certificateFile, keyFile };
}
