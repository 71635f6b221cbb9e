import {
  adapterTopic,
  deadLetterTopic,
  MAX_VALUE_BYTES,
  messageType,
  TOPICS,
  type TopicDefinition,
} from '@entsync/contracts';

import { MADE_FROM_CODE, type Page } from '../page.ts';
import { ANY_ADAPTER, ANY_TOPIC, TOPIC_CONTENT, type Proof } from '../sources/topic-messages.ts';
import { code, page, plain, table } from '../text/markdown.ts';

const INTRODUCTION = `The mapping store makes these topics where they are missing, and leaves alone what is there. Records are CloudEvents 1.0 in Kafka's binary mode:
attributes in \`ce_*\` headers, the value in JSON, at most ${MAX_VALUE_BYTES / 1024} KiB. Keys are lower-cased. All topics have \`LogAppendTime\` and no limit by size. The messages
with all their fields are in [asyncapi.yaml](asyncapi.yaml); how a password is sealed is in [sealed-capture.md](sealed-capture.md).`;

const PROOFS: Readonly<Record<Proof, string>> = {
  signature: 'signature (Ed25519)',
  mac: 'MAC (HMAC-SHA-256)',
  none: 'none',
};

const RETENTIONS: Readonly<Record<TopicDefinition['retention'], string>> = {
  flow: '2 × the age limit + 7 days',
  month: '30 days',
  compacted: 'compacted',
};

/** The topics, and what lies on each. */
export const topicsPage: Page = {
  file: 'docs/reference/topics.md',
  render: () =>
    Promise.resolve(
      page(
        MADE_FROM_CODE,
        '# Topics',
        INTRODUCTION,
        renderTopics(documentedTopics()),
        'Anybody may publish to the first three who is enrolled for it. A topic for dead letters belongs to every topic that is not compacted.',
      ),
    ),
};

/** Those that are always there, one for any adapter, and one for any dead letters. */
export function documentedTopics(): readonly TopicDefinition[] {
  return [...TOPICS, { ...adapterTopic(ANY_ADAPTER), to: 'that adapter alone' }, deadLetterTopic(ANY_TOPIC)];
}

function renderTopics(topics: readonly TopicDefinition[]): string {
  const rows = topics.map(({ name, from, to, key, carries, partitions, retention }) => [
    code(name),
    `${plain(from)} → ${plain(to)}`,
    code(key),
    plain(carries),
    (TOPIC_CONTENT[name]?.messages ?? []).map((message) => code(messageType(message))).join(', '),
    PROOFS[TOPIC_CONTENT[name]?.proof ?? 'none'],
    `${partitions}`,
    RETENTIONS[retention],
  ]);
  return table(['Topic', 'From → to', 'Key', 'Carries', 'Messages', 'Proven by', 'Partitions', 'Kept'], rows);
}
