import { isAlertEvent } from '@keyledger/domain';
import { z } from 'zod';
import { currentVersions } from '../events/upcasters.js';
import { alertEventDataSchema } from './alert-message.js';
import { keyEventDataSchema, keyEventHeadersSchema, keyEventType } from './key-event-message.js';
import { keyStateDataSchema, keyStateHeadersSchema } from './key-state-message.js';
import { requestEventSchema, requestHeadersSchema } from './request-message.js';
import { unknownKeysHeadersSchema, unknownKeysSchema } from './unknown-keys-message.js';
import { alertsTopic, keyEventsTopic, keyStateTopic, requestsTopic } from './topics.js';

type Topic = typeof keyEventsTopic | typeof alertsTopic | typeof keyStateTopic | typeof requestsTopic;

/** One kind of message of a topic. */
interface MessageDescription {
  /** Of the message in the document. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly key: string;
  readonly headers: z.ZodType;
  /** Null: a message without a value. */
  readonly payload: z.ZodType | null;
}

interface TopicDescription {
  readonly topic: Topic;
  /** Of the channel in the document. */
  readonly name: string;
  readonly description: string;
  readonly messages: readonly MessageDescription[];
}

const alertTypes = Object.entries(currentVersions)
  .filter(([type]) => isAlertEvent({ type }))
  .map(([type, version]) => `\`${keyEventType(type, version)}\``);

export const describedTopics: readonly TopicDescription[] = [
  {
    topic: keyEventsTopic,
    name: 'keyEvents',
    description:
      'Every change to a key or an account, in order per key, at least once. `ce_sequence` is the revision: what is not ' +
      'greater than the last of its subject has been delivered before.',
    messages: [
      {
        name: 'keyEvent',
        title: 'Something happened to a key or an account',
        summary:
          'The type says what: ' +
          Object.entries(currentVersions)
            .map(([type, version]) => `\`${keyEventType(type, version)}\``)
            .join(', ') +
          '. Ignore what you do not know.',
        key: 'Key id, or the account id of an event of an account.',
        headers: keyEventHeadersSchema,
        payload: keyEventDataSchema,
      },
    ],
  },
  {
    topic: alertsTopic,
    name: 'alerts',
    description:
      'What happens to alerts, mutes and policies of alerts, in order per alert, at least once: the same messages as on ' +
      '`keyledger.keys.v1`, for those who want to hear of nothing else.',
    messages: [
      {
        name: 'alertEvent',
        title: 'Something happened to an alert',
        summary: 'The type says what: ' + alertTypes.join(', ') + '. Ignore what you do not know.',
        key: 'Id of the alert; the account id for mutes and policies.',
        headers: keyEventHeadersSchema,
        payload: alertEventDataSchema,
      },
    ],
  },
  {
    topic: keyStateTopic,
    name: 'keyState',
    description:
      'What holds of every key and account: compacted, so that whoever reads it from the start knows them all. A record never ' +
      'goes back; `ce_sequence` is the position of the log that it is as of.',
    messages: [
      {
        name: 'keyState',
        title: 'The whole state of a key or an account',
        summary: 'A digest of the key and the policy on it, never a secret.',
        key: 'Key id, or `account/` and the account id.',
        headers: keyStateHeadersSchema,
        payload: keyStateDataSchema,
      },
      {
        name: 'keyForgotten',
        title: 'A tombstone',
        summary: 'The key was revoked or expired long ago. To forget it is safe: what is unknown is refused.',
        key: 'Key id.',
        headers: keyStateHeadersSchema,
        payload: null,
      },
    ],
  },
  {
    topic: requestsTopic,
    name: 'requests',
    description:
      'One message for each verification of a known key, and counts of unknown keys by network. `producer` and `sequence` tell repeats. What cannot be read goes to ' +
      '`keyledger.requests.v1.dead-letter` with the reason in the header `x-dead-letter-reason`.',
    messages: [
      {
        name: 'request',
        title: 'A key was verified',
        summary: 'Which key, for which operation, from where, with which verdict.',
        key: 'Key id.',
        headers: requestHeadersSchema,
        payload: requestEventSchema,
      },
      {
        name: 'unknownKeys',
        title: 'Keys were presented that nobody has',
        summary: 'How often within about a second, from which network.',
        key: 'The network.',
        headers: unknownKeysHeadersSchema,
        payload: unknownKeysSchema,
      },
    ],
  },
];

const bindingVersion = '0.5.0';
const schemaOfNothing = { type: 'null' };

/** AsyncAPI 3.0, made from the schemas that the readers validate with. `docs/asyncapi.json` is this. */
export function asyncApiDocument(): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Keyledger topics',
      version: '1',
      description:
        'Messages are CloudEvents 1.0.2 in the binary mode of the Kafka protocol binding: attributes in headers, data in the ' +
        'value. A breaking change gets a topic, or an event type, of its own.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(describedTopics.map((each) => [each.name, channelOf(each)])),
    operations: Object.fromEntries(describedTopics.map((each) => [`send-${each.name}`, operationOf(each)])),
    components: {
      messages: Object.fromEntries(
        describedTopics.flatMap(({ messages }) => messages.map((each) => [each.name, messageOf(each)])),
      ),
    },
  };
}

function channelOf({ topic, description, messages }: TopicDescription): object {
  return {
    address: topic.name,
    description,
    messages: Object.fromEntries(
      messages.map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]),
    ),
    bindings: {
      kafka: {
        topic: topic.name,
        partitions: topic.partitions,
        topicConfiguration: {
          'cleanup.policy': [topic.cleanup],
          ...(topic.cleanup === 'delete' ? { 'retention.ms': topic.retentionMs } : {}),
        },
        bindingVersion,
      },
    },
  };
}

function operationOf({ name, messages }: TopicDescription): object {
  return {
    action: 'send',
    channel: { $ref: `#/channels/${name}` },
    messages: messages.map((message) => ({ $ref: `#/channels/${name}/messages/${message.name}` })),
  };
}

function messageOf({ name, title, summary, key, headers, payload }: MessageDescription): object {
  return {
    name,
    title,
    summary,
    contentType: 'application/json',
    headers: jsonSchemaOf(headers),
    payload: payload === null ? schemaOfNothing : jsonSchemaOf(payload),
    bindings: { kafka: { key: { type: 'string', description: key }, bindingVersion } },
  };
}

/** Draft 7 is what AsyncAPI has; as a message is written, before the reader makes anything of it. */
function jsonSchemaOf(schema: z.ZodType): object {
  const json = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return { ...json, $schema: undefined };
}
