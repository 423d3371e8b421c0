const swc = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^@keyledger/(event-log|broker|sdk)/(.+)$': '<rootDir>/libs/$1/src/$2.ts',
    '^@keyledger/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.keyledger'],
  testMatch: ['<rootDir>/{apps,libs,test,bench,examples}/**/*.spec.ts'],
  globalSetup: '<rootDir>/test/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/test/jest/global-teardown.mjs',
  maxWorkers: 2,
  // Modules of finished specs are never given back (ESM in Jest): a worker that holds this much starts anew.
  workerIdleMemoryLimit: '1500MB',
  // Only spent by a test that is going to fail: on a busy machine, starting processes takes several times as long.
  testTimeout: 180_000,
};
