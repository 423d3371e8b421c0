// Prints each requirement id with the tests whose names carry it, and how many ids have one.
import { globSync, readFileSync } from 'node:fs';

/** How many rules each of the five source systems has. */
const rulesBySystem = { XN: 13, WX: 13, XD: 8, TX: 6, SG: 6 };

const ids = Object.entries(rulesBySystem).flatMap(([system, count]) =>
  Array.from({ length: count }, (_, index) => `${system}-${index + 1}`),
);
const testName = /\b(?:it|test|describe\w*)(?:\.each\([^]*?\))?\(\s*(['"`])((?:\\.|(?!\1)[^])*)\1/g;

const testsById = new Map(ids.map((id) => [id, []]));
for (const path of globSync('{apps,libs,test}/**/*.spec.ts').sort()) {
  for (const [, , name] of readFileSync(path, 'utf8').matchAll(testName)) {
    for (const id of new Set(name.match(/\b(?:XN|WX|XD|TX|SG)-\d+\b/g)))
      testsById.get(id)?.push(`${path}: ${name}`);
  }
}

for (const [id, tests] of testsById) {
  process.stdout.write(
    `${id}${tests.length === 0 ? '  -' : ''}\n${tests.map((test) => `  ${test}\n`).join('')}`,
  );
}
const covered = [...testsById.values()].filter((tests) => tests.length > 0).length;
process.stdout.write(`${covered} of ${ids.length}\n`);
