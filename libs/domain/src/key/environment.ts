/** Environments that keys are told apart by (XN-12, WX-9). */
export const environments = ['development', 'testing', 'staging', 'production'] as const;
export type Environment = (typeof environments)[number];
