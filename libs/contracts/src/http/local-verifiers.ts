import { z } from 'zod';
import { positionText } from './scalars.js';

const nameCharactersMax = 100;
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._:#-]*$/;
/** What the register takes of a local verifier: `localStalenessMsMax` of libs/verification. */
const stalenessMsMax = 60_000;
const stalenessMsMin = 100;

/** `{id}` of a path. */
export const localVerifierId = z.uuid();

export const localVerifierName = z.string().max(nameCharactersMax).regex(namePattern).meta({
  description: 'A place where only one process can be at a time; whoever comes there later succeeds it.',
});

const appliedPosition = positionText.meta({ description: 'Everything up to here has been applied.' });

export const localVerifierBody = z
  .strictObject({
    name: localVerifierName,
    stalenessMaxMs: z.int().min(stalenessMsMin).max(stalenessMsMax).meta({
      description: 'It gives no verdict that counts on anything older.',
    }),
    position: appliedPosition,
  })
  .meta({ id: 'NewLocalVerifier' });
export type LocalVerifierBody = z.infer<typeof localVerifierBody>;

export const localReportBody = z
  .strictObject({ position: appliedPosition })
  .meta({ id: 'LocalVerifierReport' });
export type LocalReportBody = z.infer<typeof localReportBody>;

export const localReportAnswer = z
  .strictObject({
    known: z.boolean().meta({ description: 'False: it is not on the register, and has to register anew.' }),
  })
  .meta({ id: 'LocalVerifierKnown' });
export type LocalReportAnswer = z.infer<typeof localReportAnswer>;
