/**
 * What is kept of the addresses that an account's keys are used from: all, the network alone (/24, /48), or nothing.
 */
export const usageAddressChoices = ['full', 'truncated', 'none'] as const;
export type UsageAddresses = (typeof usageAddressChoices)[number];
