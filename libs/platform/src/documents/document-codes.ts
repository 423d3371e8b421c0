import { codes } from '@keyledger/domain';
import { markdownTable } from './markdown-table.js';

/** The text of `docs/errors.md`; a test holds the file to it. */
export function codesDocument(): string {
  const rows = Object.entries(codes).map(([code, { status, doc }]) => [`\`${code}\``, String(status), doc]);
  return [...introduction, ...markdownTable(['code', 'status', 'meaning'], rows), ''].join('\n');
}

const introduction = [
  '# Codes',
  '',
  'Every "no" has a code. Codes are a promise; the texts beside them may change. Refused requests are answered with',
  '`application/problem+json` (RFC 9457): `type` (a URL that explains the code), `title`, `status`, `code`, `detail` where',
  'there is more to say, `errors` for a request of the wrong shape, and `requestId`, which finds the request in the logs.',
  '',
  '`POST /v1/verify` answers 200 with a verdict for any well-formed question. The status beside a verdict is what a guarded',
  'API should answer to its own caller; of the verdicts, only `VALID` lets a request through.',
  '',
  'This page is generated from the table that the code uses, `libs/domain/src/codes.ts` (`npm run docs:write`).',
  '',
];
