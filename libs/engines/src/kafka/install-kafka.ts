import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { EngineError, isEngineError } from '../engine-error.ts';
import { exists } from '../files/exists.ts';
import { nameFullDisk } from '../process/full-disk.ts';
import { runTool } from '../process/run-tool.ts';
import { findJava } from './find-java.ts';
import { KAFKA_ARTIFACT, KAFKA_VERSION, kafkaPom } from './kafka-pom.ts';

/**
 * Fetches Kafka's jars with Maven into `cacheDir`, once: the folder is complete or not there. Resolves to its absolute path.
 *
 * Rejects with ENTSYNC_JAVA_MISSING, _MAVEN_MISSING, _DOWNLOAD_FAILED or _DISK_FULL.
 */
export async function installKafka(cacheDir: string, onProgress?: (message: string) => void): Promise<string> {
  const jarsDir = resolve(cacheDir);
  if (await isInstalled(jarsDir)) return jarsDir;
  await findJava();
  onProgress?.(`Fetching Kafka ${KAFKA_VERSION} with Maven (about 45 MB) into ${jarsDir}`);
  await nameFullDisk(jarsDir, () => install(jarsDir));
  onProgress?.(`Kafka ${KAFKA_VERSION} is installed`);
  return jarsDir;
}

async function install(jarsDir: string): Promise<void> {
  await mkdir(dirname(jarsDir), { recursive: true });
  const workshop = await mkdtemp(`${jarsDir}.`);
  try {
    await moveIntoPlace(await fetchJars(workshop), jarsDir);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

function isInstalled(jarsDir: string): Promise<boolean> {
  return exists(join(jarsDir, `${KAFKA_ARTIFACT}-${KAFKA_VERSION}.jar`));
}

async function fetchJars(workshop: string): Promise<string> {
  const jars = join(workshop, 'jars');
  await writeFile(join(workshop, 'pom.xml'), kafkaPom());
  const args = ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`, '-DincludeScope=runtime'];
  await runTool('mvn', args, { folder: workshop }).catch((error: unknown) => {
    throw mavenError(error);
  });
  return jars;
}

function mavenError(cause: unknown): unknown {
  if (isEngineError(cause, 'ENTSYNC_TOOL_MISSING')) {
    const message = 'Kafka is fetched with Maven: install it, on Debian with: apt-get install maven';
    return new EngineError('ENTSYNC_MAVEN_MISSING', message, { cause });
  }
  if (!isEngineError(cause, 'ENTSYNC_TOOL_FAILED')) return cause;
  const message = `Maven could not fetch Kafka ${KAFKA_VERSION}: check the network, or the mirror in Maven's settings.xml, and try again.`;
  return new EngineError('ENTSYNC_DOWNLOAD_FAILED', message, { cause, logTail: cause.logTail ?? '' });
}

async function moveIntoPlace(jars: string, jarsDir: string): Promise<void> {
  await rename(jars, jarsDir).catch(async (error: unknown) => {
    // Another process was faster: its jars are as good as ours.
    if (!(await isInstalled(jarsDir))) throw error;
  });
}
