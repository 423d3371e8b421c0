import { describe, it } from '@jest/globals';
import type { AccountEvent } from '@keyledger/domain';
import { specificationOf } from '@keyledger/testing';
import { trackedAccountDecider } from './tracked-account.js';

const given = specificationOf(trackedAccountDecider);
const accountId = 'acme';
const at = Date.UTC(2030, 0, 1);

const opened: AccountEvent = {
  type: 'AccountOpened',
  data: { accountId, name: 'Acme', profile: 'keyledger', email: null },
};
const renamed: AccountEvent = { type: 'AccountDescribed', data: { accountId, name: 'Acme 2' } };
const defined: AccountEvent = {
  type: 'CatalogueDefined',
  data: { accountId, catalogue: { operations: [], groups: [] } },
};
const policyChanged: AccountEvent = { type: 'AlertPolicyChanged', data: { accountId, rules: {} } };

const rename = (...revisions: readonly number[]) => ({
  command: { type: 'DescribeAccount', accountId, name: 'Mine', at } as const,
  revisions,
});
const mine: AccountEvent = { type: 'AccountDescribed', data: { accountId, name: 'Mine' } };

describe('a change of an account at a revision', () => {
  it('is made where nothing has happened since', () => {
    given([opened, renamed]).when(rename(1)).then([mine]);
  });

  it('is made where only something else about the account has changed since', () => {
    given([opened, defined, policyChanged]).when(rename(0)).then([mine]);
  });

  it('is refused where the same has changed since', () => {
    given([opened, renamed, defined]).when(rename(0)).then('REVISION_MISMATCH');
  });

  it('is made where one of several revisions is late enough', () => {
    given([opened, renamed, defined]).when(rename(0, 1)).then([mine]);
  });

  it('is refused at a revision that there is not yet, and at none', () => {
    given([opened]).when(rename(1)).then('REVISION_MISMATCH');
    given([opened]).when(rename()).then('REVISION_MISMATCH');
  });

  it('is refused for what it is where there is no account', () => {
    given([]).when(rename(0)).then('ACCOUNT_NOT_FOUND');
  });

  it('needs the newest revision where it is about no part that is read on its own', () => {
    const acknowledge = {
      command: { type: 'AcknowledgeAlert', accountId, alertId: 'a', comment: null, at } as const,
      revisions: [0],
    };
    given([opened, renamed]).when(acknowledge).then('REVISION_MISMATCH');
  });
});
