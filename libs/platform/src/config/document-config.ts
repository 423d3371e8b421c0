import { markdownTable } from '../documents/markdown-table.js';
import { variables } from './variables.js';

/** The text of `docs/configuration.md`; a test holds the file to it. */
export function configurationDocument(): string {
  const rows = Object.entries(variables).map(([name, { type, fallback, doc, secret }]) => [
    `\`${name}\``,
    type,
    fallback,
    `${doc}${secret ? ' Secret.' : ''}`,
  ]);
  return [...introduction, ...markdownTable(['variable', 'value', 'default', 'meaning'], rows), ''].join(
    '\n',
  );
}

const introduction = [
  '# Configuration',
  '',
  'Everything is set by environment variables, read and checked once at start. A malformed value, or a variable that',
  'begins with `KEYLEDGER_` and is not listed here, stops the process with one line that names it and exit code 1.',
  'A variable that is set to nothing counts as not set. Values marked secret are never logged or repeated.',
  '',
  'This page is generated from the table that validates, `libs/platform/src/config/variables.ts` (`npm run docs:write`).',
  '',
];
