import { join } from 'node:path';

import { exists } from '../files/exists.ts';
import { CLEAN_ENVIRONMENT } from '../process/clean-environment.ts';
import { runTool } from '../process/run-tool.ts';

export interface StorageFormat {
  readonly java: string;
  readonly javaArguments: readonly string[];
  readonly propertiesFile: string;
  readonly logDir: string;
}

/** Makes an empty log folder a Kafka storage. `meta.properties` is what the tool writes last. */
export async function formatStorage({ java, javaArguments, propertiesFile, logDir }: StorageFormat): Promise<void> {
  if (await exists(join(logDir, 'meta.properties'))) return;
  const args = ['format', '--ignore-formatted', '-t', newClusterId(), '-c', propertiesFile];
  await runTool(java, [...javaArguments, 'kafka.tools.StorageTool', ...args], { environment: CLEAN_ENVIRONMENT });
}

/** A UUID the way Kafka writes it: its 16 bytes in base64url. The first digit is 0, because a leading dash would be an option. */
export function newClusterId(): string {
  const digits = crypto.randomUUID().replaceAll('-', '');
  return Buffer.from(`0${digits.slice(1)}`, 'hex').toString('base64url');
}
