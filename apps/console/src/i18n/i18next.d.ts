import type accounts from '../messages/en/accounts.json';
import type alerts from '../messages/en/alerts.json';
import type audit from '../messages/en/audit.json';
import type common from '../messages/en/common.json';
import type keys from '../messages/en/keys.json';
import type problems from '../messages/en/problems.json';
import type usage from '../messages/en/usage.json';
import type review from '../messages/en/review.json';
import type settings from '../messages/en/settings.json';
import type verifiers from '../messages/en/verifiers.json';
import type webhooks from '../messages/en/webhooks.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    /** One line for each file of messages: keys that do not exist do not compile. */
    resources: {
      accounts: typeof accounts;
      alerts: typeof alerts;
      audit: typeof audit;
      common: typeof common;
      keys: typeof keys;
      problems: typeof problems;
      usage: typeof usage;
      review: typeof review;
      settings: typeof settings;
      verifiers: typeof verifiers;
      webhooks: typeof webhooks;
    };
  }
}
