import { z } from 'zod';
import { confirmationFields } from './fleet.js';
import { createKeyBody, describeKeyBody, key, keyCreated, keyId, rotation } from './keys.js';

const durationLengthMax = 100;

/** Judged by the API, which reads ISO 8601. */
const duration = z.string().max(durationLengthMax);

const overlapFields = {
  overlap: duration.meta({
    description:
      'How long both keys work: an ISO 8601 duration of weeks, days, hours, minutes or seconds, a year at most (`P7D`; `PT0S`: ' +
      'not at all), or `until-drained`: until the new key is used when the old one has not been for `unusedFor`.',
    examples: ['P7D', 'until-drained'],
  }),
  unusedFor: duration.optional().meta({
    description: 'With `until-drained`: an ISO 8601 duration from a second to 90 days; `P1D` if not given.',
  }),
  atMost: duration.optional().meta({
    description: 'With `until-drained`: the overlap ends after this long at the latest.',
  }),
};

export const overlapBody = z.strictObject(overlapFields).meta({ id: 'OverlapWanted' });
export type OverlapBody = z.infer<typeof overlapBody>;

export const rotateKeyBody = z
  .strictObject({
    ...overlapFields,
    name: describeKeyBody.shape.name,
    description: describeKeyBody.shape.description,
    expiresAt: createKeyBody.shape.expiresAt.meta({
      description: 'Of the successor; if not given it lives as long as the old key was to live, from now.',
    }),
  })
  .meta({ id: 'RotateKey', description: 'What is absent is as with the old key.' });
export type RotateKeyBody = z.infer<typeof rotateKeyBody>;

export const keyRotated = keyCreated
  .extend({
    ...confirmationFields,
    predecessor: z.strictObject({
      id: keyId,
      revision: key.shape.revision,
      rotation,
    }),
  })
  .meta({ id: 'KeyRotated' });
export type KeyRotatedAnswer = z.infer<typeof keyRotated>;
