import { describe, expect, it } from '@jest/globals';
import { accountEventSequences, hostileValues, specificationOf } from '@keyledger/testing';
import fc from 'fast-check';
import { isRefusal } from '../refusal.js';
import { accountDecider } from './account-decider.js';
import type { DisableApiAccess, EnableApiAccess, OpenAccount } from './commands.js';
import type { AccountEvent } from './events.js';

const given = specificationOf(accountDecider);
const accountId = 'acme';
const at = Date.UTC(2030, 0, 1);

const openAccount: OpenAccount = {
  type: 'OpenAccount',
  accountId,
  name: 'Acme',
  profile: 'keyledger',
  email: null,
  at,
};
const disable: DisableApiAccess = {
  type: 'DisableApiAccess',
  accountId,
  reason: 'leaked',
  comment: 'all of them',
  at,
};
const enable: EnableApiAccess = { type: 'EnableApiAccess', accountId, comment: null, at };

const opened: AccountEvent = {
  type: 'AccountOpened',
  data: { accountId, name: 'Acme', profile: 'keyledger', email: null },
};
const disabled: AccountEvent = {
  type: 'ApiAccessDisabled',
  data: { accountId, reason: 'leaked', comment: 'all of them' },
};
const enabled: AccountEvent = { type: 'ApiAccessEnabled', data: { accountId, comment: null } };
const systemOpened: AccountEvent = {
  type: 'AccountOpened',
  data: { accountId: 'system', name: 'Keyledger', profile: 'keyledger', email: null },
};

describe('OpenAccount', () => {
  it('opens an account', () => given([]).when(openAccount).then([opened]));

  it('records the name without the white space around it', () => {
    given([])
      .when({ ...openAccount, name: ' Acme ' })
      .then([opened]);
  });

  it.each(['ab', 'a-b', 'a--b', 'a1', 'x'.repeat(40)])('takes the slug %p', (slug) => {
    const data = { accountId: slug, name: 'Acme', profile: 'keyledger', email: null } as const;
    given([])
      .when({ ...openAccount, accountId: slug })
      .then([{ type: 'AccountOpened', data }]);
  });

  it.each([
    ...[
      '',
      'a',
      'x'.repeat(41),
      'Acme',
      'acmé',
      '1acme',
      '-acme',
      'acme-',
      'ac me',
      'ac_me',
      'ac.me',
      'acme\n',
      'a/b',
    ],
  ])('refuses the slug %p', (slug) => {
    given([])
      .when({ ...openAccount, accountId: slug })
      .then('INVALID_SLUG');
  });

  it.each(['', '  ', 'x'.repeat(101), 'x'.repeat(10_000), 'a\u0000b', '\ud800'])(
    'refuses a name that is none, case %#',
    (name) => {
      given([])
        .when({ ...openAccount, name })
        .then('INVALID_NAME');
    },
  );

  it('refuses a slug that is taken', () => given([opened]).when(openAccount).then('ACCOUNT_EXISTS'));

  it('leaves the reserved slug to the first start', () => {
    const command: OpenAccount = { ...openAccount, accountId: 'system', name: 'Keyledger' };
    given([]).when(command).then('ACCOUNT_EXISTS');
    given([])
      .when({ ...command, reserved: false })
      .then('ACCOUNT_EXISTS');
    given([])
      .when({ ...command, reserved: true })
      .then([systemOpened]);
    given([systemOpened])
      .when({ ...command, reserved: true })
      .then('ACCOUNT_EXISTS');
  });
});

describe('the profile and the address', () => {
  const wildix = { profile: 'hierarchical-scopes', email: null } as const;

  it('are those that the account is opened with', () => {
    given([])
      .when({ ...openAccount, profile: 'hierarchical-scopes', email: 'Ada@Acme.Example' })
      .then([
        { type: 'AccountOpened', data: { accountId, name: 'Acme', ...wildix, email: 'ada@acme.example' } },
      ]);
  });

  it.each(['', 'wildix', 'toString', '__proto__'])('refuses the profile %p', (profile) => {
    given([])
      .when({ ...openAccount, profile })
      .then('INVALID_PROFILE');
  });

  it.each(['', 'acme', '@acme', 'a@', 'a b@acme', 'a@b@c', `${'x'.repeat(65)}@acme`, 'a@ac\u0000me'])(
    'refuses the address %p',
    (email) => {
      given([])
        .when({ ...openAccount, email })
        .then('INVALID_EMAIL');
    },
  );
});

describe('DescribeAccount', () => {
  const describing = { type: 'DescribeAccount', accountId, at } as const;

  it('records what changed, and that alone', () => {
    given([opened])
      .when({ ...describing, name: 'Acme', email: 'ops@acme.example' })
      .then([{ type: 'AccountDescribed', data: { accountId, email: 'ops@acme.example' } }]);
  });

  it('records what is to hold while verifiers are stale', () => {
    const accepting: AccountEvent = { type: 'AccountDescribed', data: { accountId, whenStale: 'accept' } };
    given([opened])
      .when({ ...describing, whenStale: 'accept' })
      .then([accepting]);
    given([opened, accepting])
      .when({ ...describing, whenStale: 'accept' })
      .then([]);
    given([opened])
      .when({ ...describing, whenStale: 'refuse' })
      .then([]);
  });

  it('records what is to be kept of the addresses of clients', () => {
    const kept: AccountEvent = { type: 'AccountDescribed', data: { accountId, usageAddresses: 'none' } };
    given([opened])
      .when({ ...describing, usageAddresses: 'none' })
      .then([kept]);
  });

  it('never has admin keys accepted by a stale verifier', () => {
    const system: AccountEvent = { ...opened, data: { ...opened.data, accountId: 'system' } };
    given([system])
      .when({ ...describing, accountId: 'system', whenStale: 'accept' })
      .then('ACCOUNT_RESERVED');
  });

  it('clears the address', () => {
    const described: AccountEvent = { type: 'AccountDescribed', data: { accountId, email: 'a@b' } };
    given([opened, described])
      .when({ ...describing, email: null })
      .then([{ type: 'AccountDescribed', data: { accountId, email: null } }]);
  });

  it('records nothing where nothing changes', () => {
    given([opened]).when(describing).then([]);
    given([opened])
      .when({ ...describing, name: 'Acme', email: null })
      .then([]);
  });

  it('refuses an account that is not there', () => given([]).when(describing).then('ACCOUNT_NOT_FOUND'));
  it('refuses a name that is none', () => {
    given([opened])
      .when({ ...describing, name: ' ' })
      .then('INVALID_NAME');
  });
});

describe('ChooseProfile', () => {
  const choosing = { type: 'ChooseProfile', accountId, at, profile: 'tagged-keys', liveKeys: 0 } as const;
  const chosen: AccountEvent = {
    type: 'ProfileChosen',
    data: { accountId, profile: 'tagged-keys', previousProfile: 'keyledger' },
  };

  it('replaces the profile', () => given([opened]).when(choosing).then([chosen]));
  it('records nothing where it is that profile', () => given([opened, chosen]).when(choosing).then([]));
  it('refuses while keys of the old format live', () => {
    given([opened])
      .when({ ...choosing, liveKeys: 1 })
      .then('PROFILE_IN_USE');
  });
  it('refuses a profile that is none', () => {
    given([opened])
      .when({ ...choosing, profile: 'none' })
      .then('INVALID_PROFILE');
  });
  it('leaves admin keys what they are', () => {
    given([systemOpened])
      .when({ ...choosing, accountId: 'system' })
      .then('ACCOUNT_RESERVED');
  });
  it('refuses an account that is not there', () => given([]).when(choosing).then('ACCOUNT_NOT_FOUND'));
});

describe('DisableApiAccess', () => {
  it('switches API access off (XD-4)', () => given([opened]).when(disable).then([disabled]));
  it('does so again after it was switched on', () => {
    given([opened, disabled, enabled]).when(disable).then([disabled]);
  });

  it('refuses an account that is not there', () => given([]).when(disable).then('ACCOUNT_NOT_FOUND'));
  it('refuses a second time', () =>
    given([opened, disabled]).when(disable).then('API_ACCESS_ALREADY_DISABLED'));
  it('refuses to lock every admin out', () => {
    given([systemOpened])
      .when({ ...disable, accountId: 'system' })
      .then('ACCOUNT_RESERVED');
  });
  it('refuses a reason that is none', () => {
    given([opened])
      .when({ ...disable, reason: 'because' as 'other' })
      .then('INVALID_REASON');
  });
  it('refuses a comment that is too long', () => {
    given([opened])
      .when({ ...disable, comment: 'x'.repeat(1_001) })
      .then('INVALID_COMMENT');
  });
});

describe('EnableApiAccess', () => {
  it('switches API access on', () => given([opened, disabled]).when(enable).then([enabled]));
  it('refuses an account that is not there', () => given([]).when(enable).then('ACCOUNT_NOT_FOUND'));
  it('refuses where it is not off', () => given([opened]).when(enable).then('API_ACCESS_NOT_DISABLED'));
  it('refuses a comment with control characters', () => {
    given([opened, disabled])
      .when({ ...enable, comment: 'a\u0007' })
      .then('INVALID_COMMENT');
  });
});

describe('any account', () => {
  it('folds any events in any order without throwing', () => {
    fc.assert(
      fc.property(accountEventSequences, (events) => {
        const state = events.reduce(accountDecider.evolve, accountDecider.initialState);
        expect(state.status).toBe(events.some(({ type }) => type === 'AccountOpened') ? 'open' : 'absent');
      }),
    );
  });

  it('lets the last switch decide', () => {
    fc.assert(
      fc.property(accountEventSequences, (events) => {
        const state = [opened, ...events].reduce(accountDecider.evolve, accountDecider.initialState);
        const last = events.findLast(
          ({ type }) => type === 'ApiAccessDisabled' || type === 'ApiAccessEnabled',
        );
        expect(state).toMatchObject({ apiAccess: last?.type !== 'ApiAccessDisabled' });
      }),
    );
  });

  it('answers hostile values with events or a refusal, never with an exception', () => {
    fc.assert(
      fc.property(hostileValues, hostileValues, accountEventSequences, (left, right, events) => {
        const state = events.reduce(accountDecider.evolve, accountDecider.initialState);
        const commands = [
          { ...openAccount, accountId: left, name: right },
          { ...disable, reason: left, comment: right },
          { ...enable, comment: left },
          { ...openAccount, profile: left, email: right },
          { type: 'DescribeAccount', accountId, at, name: left, email: right },
          { type: 'ChooseProfile', accountId, at, profile: left, liveKeys: 0 },
          { type: 'DefineCatalogue', accountId, at, catalogue: left },
        ];
        for (const command of commands) {
          const answer = accountDecider.decide(command as OpenAccount, state);
          expect(isRefusal(answer) || Array.isArray(answer)).toBe(true);
        }
      }),
    );
  });
});
