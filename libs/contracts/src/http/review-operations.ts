import { exampleKey } from './examples.js';
import { codesOfReads, codesOfWrites, type HttpOperation } from './operation.js';
import { applyReviewBody, applyReviewQuery, reviewApplied } from './review-applying.js';
import { findings, review, reviewQuery, reviewSummary, reviewSummaryQuery } from './review.js';

const since = '2030-01-01T00:00:00.000Z';

export const reviewKeys = {
  operationId: 'reviewKeys',
  method: 'GET',
  path: '/v1/accounts/{account}/review',
  tag: 'Keys',
  summary:
    'Review the live keys of an account: what each holds, what it used, and the least that would have done',
  description:
    'With `finding`, a page may have fewer keys than asked for, or none, and a next one: 2,000 keys are looked at for one page. ' +
    'As CSV (RFC 4180), all keys at once; cells that a spreadsheet would take for a formula begin with an apostrophe.',
  requires: 'ReadUsage',
  target: 'account',
  query: reviewQuery,
  success: {
    status: 200,
    description: 'A page of keys that can be used, newest first.',
    schema: review,
    example: {
      since,
      items: [
        {
          key: exampleKey,
          findings: ['over-scoped'],
          ageDays: 31,
          usedOperations: [{ operation: 'exports:Create', count: 42 }],
          usedNetworks: [{ network: '192.0.2.0/24', count: 42 }],
          sharedNetworks: [],
          unusedScopes: ['invoices:read'],
          unusedAddresses: [],
          proposal: {
            scopes: ['exports:Create'],
            permissions: null,
            ipAllowlist: { enforced: true, entries: ['192.0.2.0/24'] },
            expiresAt: null,
            revoke: false,
          },
        },
      ],
      nextCursor: null,
    },
    otherMediaTypes: ['text/csv'],
  },
  codes: [...codesOfReads, 'ACCOUNT_NOT_FOUND', 'INVALID_CURSOR'],
} as const satisfies HttpOperation;

export const summariseReview = {
  operationId: 'summariseReview',
  method: 'GET',
  path: '/v1/accounts/{account}/review/summary',
  tag: 'Keys',
  summary: 'Count the live keys of an account by what a review finds on them',
  requires: 'ReadUsage',
  target: 'account',
  query: reviewSummaryQuery,
  success: {
    status: 200,
    description: 'Every finding, found or not.',
    schema: reviewSummary,
    example: {
      since,
      keys: 120,
      findings: findings.map((finding, n) => ({
        finding,
        keys: n,
        view: `/v1/accounts/acme/review?finding=${finding}`,
      })),
    },
  },
  codes: [...codesOfReads, 'ACCOUNT_NOT_FOUND'],
} as const satisfies HttpOperation;

export const applyReview = {
  operationId: 'applyReview',
  method: 'POST',
  path: '/v1/accounts/{account}/review/apply',
  tag: 'Keys',
  summary: 'Apply what a review proposes',
  description:
    'Each part of a proposal is the ordinary command, and needs what that needs: `ChangeScopes`, `UpdateIpAllowlist`, ' +
    '`ChangeExpiry` or `RevokeKey`. What is proposed is worked out anew, so that use since the review was read counts. A key that ' +
    'has changed since is refused (`REVISION_MISMATCH`); the others are not. Where `revoke` applies, nothing else does. ' +
    'To repeat the call does nothing twice.',
  requires: 'ReadUsage',
  target: 'account',
  query: applyReviewQuery,
  confirmable: true,
  body: {
    schema: applyReviewBody,
    example: {
      proposals: [{ keyId: exampleKey.id, revision: exampleKey.revision, apply: ['scopes', 'ip-allowlist'] }],
    },
  },
  success: {
    status: 200,
    description: 'What came of each.',
    schema: reviewApplied,
    example: {
      reviewId: 'review:1f6c1b1a-6b1f-4b8e-8d53-3c8a52a2c9f0',
      dryRun: false,
      items: [
        {
          keyId: exampleKey.id,
          outcome: 'applied',
          applied: ['scopes'],
          skipped: ['ip-allowlist'],
          revision: exampleKey.revision + 1,
          code: null,
          detail: null,
        },
      ],
      position: '4711',
    },
  },
  codes: [
    ...codesOfWrites.filter((code) => code !== 'CONCURRENT_CHANGE'),
    'DATABASE_UNAVAILABLE',
    'ACCOUNT_NOT_FOUND',
  ],
} as const satisfies HttpOperation;

export const reviewOperations: readonly HttpOperation[] = [reviewKeys, summariseReview, applyReview];
