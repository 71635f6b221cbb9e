import { join } from 'node:path';

import { EngineError } from '../engine-error.ts';
import { runTool } from '../process/run-tool.ts';

const OLDEST_JAVA = 17;
const CURE = `install one, on Debian with: apt-get install openjdk-${OLDEST_JAVA}-jre-headless`;

/** The absolute path of the `java` that the PATH leads to, through whatever shims. Throws ENTSYNC_JAVA_MISSING below Java 17. */
export async function findJava(): Promise<string> {
  const { home, version } = parseJavaSettings(await askJava());
  if (home === undefined || version < OLDEST_JAVA) {
    throw new EngineError(
      'ENTSYNC_JAVA_MISSING',
      `Kafka needs Java ${OLDEST_JAVA} or newer, and this is ${version}: ${CURE}`,
    );
  }
  return join(home, 'bin', 'java');
}

async function askJava(): Promise<string> {
  try {
    return (await runTool('java', ['-XshowSettings:properties', '-version'])).stderr;
  } catch (cause) {
    throw new EngineError('ENTSYNC_JAVA_MISSING', `Kafka needs Java ${OLDEST_JAVA} or newer: ${CURE}`, { cause });
  }
}

/** Reads what `java -XshowSettings:properties` prints. `version` is 0 when it does not say; Java 8 calls itself 1.8. */
export function parseJavaSettings(text: string): { home: string | undefined; version: number } {
  const property = (name: string): string | undefined =>
    new RegExp(`^\\s*${name} = (.+)$`, 'm').exec(text)?.[1]?.trim();
  return { home: property('java\\.home'), version: Number(property('java\\.specification\\.version') ?? 0) };
}
