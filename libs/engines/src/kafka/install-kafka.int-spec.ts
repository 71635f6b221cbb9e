import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, expect, test, vi } from 'vitest';

import { temporaryFolder } from '../../test/temporary-folder.ts';
import { exists } from '../files/exists.ts';
import { installKafka } from './install-kafka.ts';

const JAVA = (version: string): string =>
  `echo "    java.home = /opt/java" >&2; echo "    java.specification.version = ${version}" >&2`;
const WORKING_MAVEN = `
for arg; do case $arg in -DoutputDirectory=*) out=\${arg#-DoutputDirectory=};; esac; done
/bin/mkdir -p "$out" && echo jar > "$out/kafka_2.13-4.3.1.jar"`;
const OFFLINE_MAVEN = `echo "[ERROR] Could not transfer artifact: Network is unreachable"; exit 1`;
const FULL_MAVEN = `echo "[ERROR] /cache/kafka.jar (No space left on device)"; exit 1`;

afterEach(() => {
  vi.unstubAllEnvs();
});

/** From now on the only programs of this machine. */
async function onlyPrograms(programs: Readonly<Record<string, string>>): Promise<void> {
  const folder = await temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', folder);
}

test('the folder appears when everything is in it, and nothing else remains', async () => {
  await onlyPrograms({ java: JAVA('21'), mvn: WORKING_MAVEN });
  const folder = await temporaryFolder();
  const said: string[] = [];
  const jarsDir = await installKafka(join(folder, 'deep', 'kafka'), (message) => said.push(message));
  expect(await readdir(jarsDir)).toEqual(['kafka_2.13-4.3.1.jar']);
  expect(await readdir(join(folder, 'deep'))).toEqual(['kafka']);
  expect(said).toHaveLength(2);
});

test('two who install at the same time do not disturb each other', async () => {
  await onlyPrograms({ java: JAVA('17'), mvn: WORKING_MAVEN });
  const cacheDir = join(await temporaryFolder(), 'kafka');
  await Promise.all([installKafka(cacheDir), installKafka(cacheDir)]);
  expect(await readdir(cacheDir)).toEqual(['kafka_2.13-4.3.1.jar']);
});

test.each([
  ['without Java', {}, 'ENTSYNC_JAVA_MISSING', 'apt-get install openjdk-17-jre-headless'],
  ['with an old Java', { java: JAVA('11'), mvn: WORKING_MAVEN }, 'ENTSYNC_JAVA_MISSING', 'this is 11'],
  ['without Maven', { java: JAVA('17') }, 'ENTSYNC_MAVEN_MISSING', 'apt-get install maven'],
  ['without a network', { java: JAVA('17'), mvn: OFFLINE_MAVEN }, 'ENTSYNC_DOWNLOAD_FAILED', 'check the network'],
  ['on a full disk', { java: JAVA('17'), mvn: FULL_MAVEN }, 'ENTSYNC_DISK_FULL', 'make room'],
])('%s the error says what to do, and nothing remains', async (_, programs, code, cure) => {
  await onlyPrograms(programs);
  const folder = await temporaryFolder();
  const cacheDir = join(folder, 'kafka');
  await expect(installKafka(cacheDir)).rejects.toMatchObject({ code, message: expect.stringContaining(cure) });
  expect(await exists(cacheDir)).toBe(false);
  expect(await readdir(folder)).toEqual([]);
});

test("Maven's own words are kept", async () => {
  await onlyPrograms({ java: JAVA('17'), mvn: OFFLINE_MAVEN });
  await expect(installKafka(join(await temporaryFolder(), 'kafka'))).rejects.toMatchObject({
    logTail: expect.stringContaining('Network is unreachable'),
  });
});
