const dayMs = 24 * 60 * 60 * 1000;

/** One message for each verification of a known key. Partition key: key id. */
export const requestsTopic = {
  name: 'keyledger.requests.v1',
  partitions: 6,
  retentionMs: 7 * dayMs,
} as const;

export const topics = [requestsTopic] as const;
