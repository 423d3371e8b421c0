import { z } from 'zod';
import { filterText, instant, pageCursor } from './scalars.js';
import { ownerMaxLength, ownerText, text } from './text.js';

const attributeText = text({
  lengthMin: 1,
  lengthMax: ownerMaxLength,
  code: 'INVALID_ATTRIBUTE',
  message: `1 to ${ownerMaxLength} characters, without control characters`,
});

const gatewayKeyFields = {
  id: z.string().meta({ description: 'Names the key, to delete it by; not a secret.' }),
  username: z.string().nullable().meta({ description: 'Whose it is.' }),
  operations: z.array(z.string()).meta({ description: 'What it may be used for: SMS, for example.' }),
  trafficType: z.string().nullable(),
  creationDate: instant,
};

export const gatewayKeyList = z
  .array(z.strictObject(gatewayKeyFields).meta({ id: 'GatewayKey' }))
  .meta({ description: 'Newest first.' });
export type GatewayKeyListAnswer = z.infer<typeof gatewayKeyList>;
export type GatewayKeyAnswer = GatewayKeyListAnswer[number];

export const gatewayKeyCreated = z
  .strictObject({
    ...gatewayKeyFields,
    value: z.string().meta({ description: 'The full key. It is in this answer and nowhere else, ever.' }),
  })
  .meta({ id: 'GatewayKeyCreated' });
export type GatewayKeyCreatedAnswer = z.infer<typeof gatewayKeyCreated>;

export const gatewayKeyFound = z
  .strictObject({ ...gatewayKeyFields, company: z.string().meta({ description: 'Name of the account.' }) })
  .meta({ id: 'GatewayKeyFound' });
export type GatewayKeyFoundAnswer = z.infer<typeof gatewayKeyFound>;

export const listGatewayKeysQuery = z.strictObject({
  userId: filterText.optional().meta({ description: 'Created by this user or assigned to them.' }),
  cursor: pageCursor.optional().meta({
    description: 'Where the list goes on, as the `Link` header of the answer before says.',
  }),
});
export type ListGatewayKeysQuery = z.infer<typeof listGatewayKeysQuery>;

const operationsMax = 100;

/** Which names are operations is judged by the domain, which knows the account's catalogue. */
const operationName = z.string().min(1).max(100);

export const createGatewayKeyBody = z
  .strictObject({
    operations: z.array(operationName).min(1).max(operationsMax).meta({
      description: 'What it may be used for; none that the calling key may not be used for.',
    }),
    userId: ownerText.nullable().optional().meta({
      description: 'Whose it is to be: the calling key’s user if it is not given.',
    }),
    username: attributeText.nullable().optional().meta({
      description: 'The name of that user: the calling key’s if neither is given.',
    }),
    trafficType: attributeText.nullable().optional(),
  })
  .meta({ id: 'CreateGatewayKey' });
export type CreateGatewayKeyBody = z.infer<typeof createGatewayKeyBody>;

/** What these operations answer instead of a problem document. */
export const gatewayError = z
  .strictObject({ status: z.int(), message: z.string() })
  .meta({ id: 'GatewayError' });
export type GatewayErrorAnswer = z.infer<typeof gatewayError>;
