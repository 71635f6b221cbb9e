import type { TopicDefinition } from '@entsync/contracts';

import { ANY_ADAPTER, ANY_TOPIC, TOPIC_CONTENT } from '../sources/topic-messages.ts';
import { DEAD_LETTER, messageKey } from './describe-message.ts';

type Named = readonly [name: string, described: Readonly<Record<string, unknown>>];

const BINDING_VERSION = '0.5.0';
const PARAMETERS: Readonly<Record<string, string>> = {
  [ANY_ADAPTER]: 'The name of a named adapter.',
  [ANY_TOPIC]: 'The name of any topic here that is not compacted.',
};

/** A topic as a channel. */
export function describeChannel(topic: TopicDefinition): Named {
  const { name, from, to, carries, partitions, cleanup } = topic;
  const parameters = Object.entries(PARAMETERS)
    .filter(([written]) => name.includes(written))
    .map(([written, description]) => [bare(written), { description }]);
  return [
    channelKey(name),
    {
      address: name.replaceAll(/<(\w+)>/g, '{$1}'),
      title: name,
      description: `From ${from} to ${to}: ${carries}.`,
      messages: Object.fromEntries(
        messageKeys(name).map((key) => [key, { $ref: `#/components/messages/${key}` }] as const),
      ),
      ...(parameters.length === 0 ? {} : { parameters: Object.fromEntries(parameters) }),
      bindings: {
        kafka: { partitions, topicConfiguration: { 'cleanup.policy': [cleanup] }, bindingVersion: BINDING_VERSION },
      },
    },
  ];
}

/** Who sends on a topic, as an operation. */
export function describeOperation({ name, from, to }: TopicDefinition): Named {
  const channel = `#/channels/${channelKey(name)}`;
  return [
    `send-${channelKey(name)}`,
    {
      action: 'send',
      summary: `Sent by ${from}, read by ${to}.`,
      channel: { $ref: channel },
      messages: messageKeys(name).map((key) => ({ $ref: `${channel}/messages/${key}` })),
    },
  ];
}

function messageKeys(topic: string): readonly string[] {
  return TOPIC_CONTENT[topic]?.messages.map(messageKey) ?? [DEAD_LETTER];
}

/** Names of AsyncAPI have no angle brackets. */
function channelKey(topic: string): string {
  return topic.replaceAll(/[<>]/g, '');
}

function bare(parameter: string): string {
  return parameter.slice(1, -1);
}
