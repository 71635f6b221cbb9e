import { join } from 'node:path';

const SMALLEST_START_HEAP = 256;

/**
 * How Kafka is run on one small machine. The C1 compiler alone: with the full one the first minute of a cold broker on two cores
 * answers several times slower, and warm the two are alike.
 */
export function javaArguments(jarsDir: string, heapMegabytes: number): string[] {
  return [
    `-Xmx${heapMegabytes}m`,
    `-Xms${Math.min(heapMegabytes, SMALLEST_START_HEAP)}m`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:+ExitOnOutOfMemoryError',
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
    '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
    // At each start it would repeat every setting there is, several times.
    '-Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.config=warn',
    '-cp',
    join(jarsDir, '*'),
  ];
}
