import { exampleConfirmableChange } from './fleet-examples.js';
import { confirmableChange } from './fleet.js';
import { exampleChange } from './examples.js';
import { changed } from './accounts.js';
import { etagHeader } from './operation.js';

/** The answer to a change of a key or an account. */
export const changeSuccess = {
  status: 200,
  description: 'It is so.',
  schema: changed,
  example: exampleChange,
  headers: etagHeader,
} as const;

/** The same where its arrival at every verifier may be awaited. */
export const confirmableSuccess = {
  ...changeSuccess,
  schema: confirmableChange,
  example: exampleConfirmableChange,
} as const;
