import { exampleChange } from './examples.js';
import type { ConfirmationAnswer } from './fleet.js';

/** What the OpenAPI document shows; a test holds each against its schema. */
export const exampleConfirmation: ConfirmationAnswer = {
  complete: true,
  waitedMs: 9,
  verifiers: [
    {
      ...{
        id: '6f2b8c1e-4c1d-4e0a-9a53-0d2f6f0f7a11',
        kind: 'verifier',
        name: 'verifier-1:8081',
        state: 'live',
      },
      ...{ outcome: 'applied', position: '4711', confirmedAfterMs: 7 },
    },
  ],
  missing: [],
};

export const exampleConfirmableChange = { ...exampleChange, confirmation: exampleConfirmation };
