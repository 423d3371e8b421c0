import { z } from 'zod';
import { changed } from './accounts.js';
import { instant, minPosition, positionText } from './scalars.js';

const verifierId = z.uuid().meta({ description: 'Of this registration: another with every start.' });
const verifierKind = z.enum(['verifier', 'local']).meta({
  description: '`local`: a verifier of the SDK, in a process of its user.',
});
const verifierName = z.string().meta({
  description: 'Where it runs; of a local one the id of its service key, a slash, and what it calls itself.',
});
const appliedPosition = positionText.meta({
  description: 'Everything up to here it has reported to have applied.',
});

/** A verifier, seen by somebody who waits for a change to have arrived everywhere. */
const confirmingVerifier = z
  .strictObject({
    id: verifierId,
    kind: verifierKind,
    name: verifierName,
    state: z.enum(['live', 'lapsed', 'left']).meta({
      description:
        '`live`: it has a lease. `lapsed`: its lease ended without a word. `left`: it has stopped in order.',
    }),
    outcome: z.enum(['applied', 'refusing', 'missing']).meta({
      description:
        '`applied`: it has said so. `refusing`: it is lapsed, and refuses whatever it may not have heard of. `missing`: neither is known.',
    }),
    position: appliedPosition,
    confirmedAfterMs: z.number().min(0).nullable().meta({
      description:
        'From when the change was durable to when the verifier said that it has it, by the clock of the database; null: not yet, or not known.',
    }),
  })
  .meta({ id: 'ConfirmingVerifier' });

const missing = z.array(z.uuid()).meta({ description: 'Ids of those whose outcome is `missing`.' });

/** What came of waiting for a change to have arrived everywhere. */
export const confirmation = z
  .strictObject({
    complete: z.boolean().meta({
      description: 'No verifier accepts any more what the change forbids.',
    }),
    waitedMs: z.number().min(0),
    verifiers: z.array(confirmingVerifier).nullable().meta({
      description: 'Null: the register of verifiers could not be read.',
    }),
    missing,
  })
  .meta({ id: 'Confirmation' });
export type ConfirmationAnswer = z.infer<typeof confirmation>;

/** Added to the answer to a change whose arrival may be awaited. */
export const confirmationFields = {
  confirmation: confirmation.optional().meta({ description: 'Where `Prefer: wait=N` asked for it.' }),
};

export const confirmableChange = changed.extend(confirmationFields).meta({ id: 'ConfirmableChange' });
export type ConfirmableChangeAnswer = z.infer<typeof confirmableChange>;

/** `{position}` of a path. */
export const positionParameter = minPosition;

export const revocation = z
  .strictObject({
    position: positionText,
    acceptedAt: instant.nullable().meta({
      description: 'By the clock of the database; null: nobody had waited for it, or it is long ago.',
    }),
    complete: z.boolean().meta({
      description: 'Whether no verifier accepts any more what was forbidden at that position.',
    }),
    verifiers: z.array(confirmingVerifier),
    missing,
  })
  .meta({ id: 'Revocation' });
export type RevocationAnswer = z.infer<typeof revocation>;

const verifier = z
  .strictObject({
    id: verifierId,
    kind: verifierKind,
    name: verifierName,
    state: z.enum(['live', 'lapsed']),
    position: appliedPosition,
    behind: positionText.meta({
      description: 'By how much its position is less than `newestPosition`; not a number of events.',
    }),
    stalenessMaxMs: z.number().meta({ description: 'Its STALENESS_MAX_MS.' }),
    registeredAt: instant,
    reportedAt: instant.meta({ description: 'When it was last heard of.' }),
    leasedUntil: instant,
  })
  .meta({ id: 'Verifier' });

export const verifierList = z
  .strictObject({
    newestPosition: positionText.meta({ description: 'The newest that any verifier has reported.' }),
    items: z.array(verifier),
    truncated: z.boolean().meta({ description: 'Whether there are more than are shown.' }),
  })
  .meta({ id: 'VerifierList' });
export type VerifierListAnswer = z.infer<typeof verifierList>;
