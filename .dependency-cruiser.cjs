const pureLibs = '^libs/(domain|verification|usage)/src/';
const nodeBuiltins = ['core'];
const specs = '(\\.spec|/spec-[^/]*)\\.ts$';

/** Imports go one way: apps -> libs -> contracts -> domain. See docs/ARCHITECTURE.md. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      comment: 'libs/domain imports itself and two pure packages: address parsing and CRC32.',
      severity: 'error',
      from: { path: '^libs/domain/src/', pathNot: specs },
      to: { pathNot: ['^libs/domain/src/', 'node_modules/(ipaddr\\.js|crc-32)/'] },
    },
    {
      name: 'pure-libs-have-no-node-or-nest',
      severity: 'error',
      from: { path: pureLibs, pathNot: specs },
      to: { dependencyTypes: nodeBuiltins },
    },
    {
      name: 'pure-libs-import-pure-libs',
      severity: 'error',
      from: { path: '^libs/(verification|usage)/src/', pathNot: specs },
      to: { pathNot: ['^libs/(verification|usage|domain|contracts)/src/', 'node_modules/ipaddr\\.js/'] },
    },
    {
      name: 'contracts-import-domain-only',
      severity: 'error',
      from: { path: '^libs/contracts/src/', pathNot: specs },
      to: { path: '^(libs|apps)/', pathNot: '^libs/(contracts|domain)/' },
    },
    {
      name: 'sdk-carries-little',
      comment:
        'Customers install it: pure libraries, types of contracts, and of frameworks what the three guards need.',
      severity: 'error',
      from: { path: '^libs/sdk/src/', pathNot: specs },
      to: { path: '^libs/', pathNot: '^libs/(sdk|verification|domain|contracts)/' },
    },
    {
      name: 'sdk-takes-types-of-contracts-alone',
      severity: 'error',
      from: { path: '^libs/sdk/src/', pathNot: specs },
      to: { path: '^libs/contracts/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'libs-do-not-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'no-app-to-app',
      comment: 'all-in-one composes the modules of the others and is the one exception.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/all-in-one/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'adapters-only-from-composition-roots',
      severity: 'error',
      from: {
        pathNot: [
          '(^apps/[^/]+/src/[^/]*(module|main)\\.ts$)',
          '^libs/composition/',
          '/adapters/',
          specs,
          '^(test|bench|libs/testing)/',
        ],
      },
      to: { path: '^libs/[^/]+/src/adapters/' },
    },
    {
      name: 'one-importer-per-driver',
      comment:
        'Drivers that may be replaced stay inside one adapter folder; a stand-in speaks their protocol.',
      severity: 'error',
      from: { pathNot: ['/adapters/(kafka|eventstoredb)/', '^(test|bench|examples|libs/testing)/'] },
      to: { path: 'node_modules/(kafkajs|@eventstore)/' },
    },
    {
      name: 'testing-lib-is-for-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [specs, '^libs/testing/'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'no-deep-imports-between-libs',
      comment: 'A library is entered by its index; adapters and contract suites are the stated exceptions.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: {
        path: '^libs/[^/]+/src/',
        pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$', '/adapters/', 'contract\\.ts$'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
