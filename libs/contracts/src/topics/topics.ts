const dayMs = 24 * 60 * 60 * 1000;

/** One message for each verification of a known key. Partition key: key id. */
export const requestsTopic = {
  name: 'keyledger.requests.v1',
  partitions: 6,
  cleanup: 'delete',
  retentionMs: 7 * dayMs,
} as const;

/** Every change to a key or an account, for those who react to it. Partition key: key id, or account id. */
export const keyEventsTopic = {
  name: 'keyledger.keys.v1',
  partitions: 6,
  cleanup: 'delete',
  retentionMs: 30 * dayMs,
} as const;

/** Alerts alone, for those who call people. Partition key: alert id, or the account id where it is about no one alert. */
export const alertsTopic = {
  name: 'keyledger.alerts.v1',
  partitions: 6,
  cleanup: 'delete',
  retentionMs: 30 * dayMs,
} as const;

/** What holds of every key and account now. Partition key: key id, or `account/` and the account id. */
export const keyStateTopic = {
  name: 'keyledger.key-state.v1',
  partitions: 6,
  cleanup: 'compact',
} as const;

export const topics = [requestsTopic, keyEventsTopic, alertsTopic, keyStateTopic] as const;
