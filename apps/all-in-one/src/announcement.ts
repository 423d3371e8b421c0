import type { RootKey } from './root-key.js';

export interface AnnouncementFacts {
  /** `http://127.0.0.1:8080` */
  readonly baseUrl: string;
  readonly rootKey: RootKey;
  /** Null when the database is not ours. */
  readonly dataHome: string | null;
}

/** What the person who started Keyledger reads: where it is, the root key once, and three commands to paste. */
export function announcement({ baseUrl, rootKey, dataHome }: AnnouncementFacts): string {
  const lines = [
    '',
    `Keyledger is ready on ${baseUrl}`,
    ...(dataHome === null ? [] : [`Its data is in ${dataHome}`]),
    'Open that address in a browser for the console, and sign in with the root key.',
    `The API is described on ${baseUrl}/docs. Ctrl-C stops it.`,
    '',
    ...rootKeyLines(rootKey, baseUrl),
    '',
    ...commandLines(),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function rootKeyLines(rootKey: RootKey, baseUrl: string): string[] {
  switch (rootKey.origin) {
    case 'made':
      return [
        'This is the root key. It is shown now and never again: keep it safe. To try it, paste',
        '',
        `  export URL=${baseUrl} ROOT=${rootKey.value}`,
      ];
    case 'configured':
      return [
        'The root key is the one in KEYLEDGER_ROOT_KEY. To try it, paste',
        '',
        `  export URL=${baseUrl} ROOT="$KEYLEDGER_ROOT_KEY"`,
      ];
    case 'known':
      return [
        'The root key was shown at the first start. With that in $ROOT, you can paste',
        '',
        `  export URL=${baseUrl}`,
      ];
  }
}

/** The second keeps the new key's value for the third, besides showing it. */
function commandLines(): string[] {
  const account = { name: 'Acme Telecom', slug: 'acme' };
  const key = { name: 'Exports', scopes: ['exports:Create'] };
  return [
    '# Open an account',
    post('/v1/accounts', `'${JSON.stringify(account)}'`),
    '',
    '# Create a key in it',
    `export KEY=$(${post('/v1/accounts/acme/keys', `'${JSON.stringify(key)}'`)} | tee /dev/stderr | sed -E 's/.*"value":"([^"]+)".*/\\1/')`,
    '',
    '# Ask whether that key may create exports',
    post('/v1/verify', `'{"key":"'$KEY'","operation":"exports:Create"}'`),
  ].map((line) => (line === '' ? line : `  ${line}`));
}

function post(path: string, body: string): string {
  return `curl -sS -w '\\n' $URL${path} -H "Authorization: Bearer $ROOT" -H 'Content-Type: application/json' -d ${body}`;
}
