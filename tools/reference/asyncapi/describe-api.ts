import { readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../sources/root.ts';
import { ALL_MESSAGES } from '../sources/topic-messages.ts';
import { documentedTopics } from '../pages/topics.page.ts';
import { describeChannel, describeOperation } from './describe-channel.ts';
import { DEAD_LETTER, describeDeadLetter, describeMessage } from './describe-message.ts';

interface Manifest {
  readonly version: string;
  readonly license: string;
}

/** The document of AsyncAPI 3.0, as a value of JSON. */
export function describeApi(): Readonly<Record<string, unknown>> {
  const { version, license } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;
  const topics = documentedTopics();
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'EntSync',
      version,
      license: { name: license },
      description:
        'The topics of EntSync. The first three are the public contract: any enrolled producer may publish to them. Records are CloudEvents 1.0 in the binary mode of Kafka.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map(describeChannel)),
    operations: Object.fromEntries(topics.map(describeOperation)),
    components: {
      messages: {
        ...Object.fromEntries([...ALL_MESSAGES.values()].map(describeMessage)),
        [DEAD_LETTER]: describeDeadLetter(),
      },
    },
  };
}
