/**
 * The one table of every code that a client can see (style rule 8). `status` is the HTTP status that goes with
 * it; for verdicts it is what a guarded API should answer to its own caller (`POST /v1/verify` itself answers 200).
 * Codes are the public contract; texts may change.
 */
export const codes = {
  // Verdicts
  VALID: { status: 200, doc: 'The key may do this.' },
  MALFORMED_KEY: { status: 401, doc: 'The value is not a key: wrong prefix, length, alphabet or checksum.' },
  UNKNOWN_KEY: { status: 401, doc: 'No such key, or not one of the account that was asked about.' },
  KEY_REVOKED: { status: 401, doc: 'The key has been revoked; that cannot be undone.' },
  SECRET_REQUIRED: { status: 401, doc: 'The id of a key was sent without its secret: send KeyId.Secret.' },
  INVALID_SECRET: { status: 401, doc: 'The key exists, but this is not its secret.' },
  KEY_ROTATED: { status: 401, doc: 'Another key took over, and the time in which both worked is over.' },
  KEY_EXPIRED: { status: 401, doc: 'The key is past its expiry.' },
  KEY_DISABLED: { status: 401, doc: 'The key is switched off for now.' },
  API_ACCESS_DISABLED: { status: 401, doc: 'API access of the whole account is switched off.' },
  ADDRESS_NOT_ALLOWED: { status: 403, doc: 'The client address is not on the key’s list, or was not given.' },
  INSUFFICIENT_SCOPE: { status: 403, doc: 'No scope of the key allows the operation.' },
  RATE_LIMITED: { status: 429, doc: 'The key has made as many requests as it may for now.' },
  QUOTA_EXCEEDED: { status: 429, doc: 'The key has spent the credits that it has.' },
  STALE: { status: 503, doc: 'The verifier cannot prove that it is recent enough, so it refuses.' },

  // Warnings: what was asked for is done
  NAME_SAYS_LITTLE: { status: 200, doc: 'The name does not tell what the key is for.' },
  LIFETIME_OUTSIDE_GUIDANCE: { status: 200, doc: 'Keys for this environment should live longer or shorter.' },
  EVERYTHING_IN_PRODUCTION: { status: 200, doc: 'A key for production holds *:*.' },
  EVERYTHING_HELD: {
    status: 200,
    doc: 'The key holds *:*; narrower scopes would do less harm when it leaks.',
  },

  // Refusals of commands
  ACCOUNT_EXISTS: { status: 409, doc: 'The slug is taken or reserved.' },
  ACCOUNT_RESERVED: {
    status: 409,
    doc: 'The account is Keyledger’s own; this would lock every admin out.',
  },
  ACCOUNT_NOT_FOUND: { status: 404, doc: 'No such account, or none that you may see.' },
  KEY_EXISTS: { status: 409, doc: 'A key with this id exists already.' },
  ALREADY_CREATED: { status: 409, doc: 'A request with this `Idempotency-Key` has created a key before.' },
  KEY_NOT_FOUND: { status: 404, doc: 'No such key, or none that you may see.' },
  KEY_ALREADY_REVOKED: {
    status: 409,
    doc: 'The key was revoked before; nothing about it can change any more.',
  },
  KEY_ALREADY_EXPIRED: { status: 409, doc: 'The key is past its expiry; create a new one instead.' },
  KEY_ALREADY_ROTATED: { status: 409, doc: 'The key has a successor already; go on with that one.' },
  KEY_NOT_ROTATED: { status: 409, doc: 'The key has no successor.' },
  KEY_ALREADY_DISABLED: { status: 409, doc: 'The key is disabled already.' },
  KEY_NOT_DISABLED: { status: 409, doc: 'The key is not disabled.' },
  API_ACCESS_ALREADY_DISABLED: { status: 409, doc: 'API access of the account is switched off already.' },
  API_ACCESS_NOT_DISABLED: { status: 409, doc: 'API access of the account is not switched off.' },
  PROFILE_IN_USE: {
    status: 409,
    doc: 'Keys that were made under the old profile can still be used; revoke them first.',
  },
  INVALID_PROFILE: { status: 400, doc: 'There is no such profile; docs/profiles.md lists them.' },
  INVALID_EMAIL: { status: 400, doc: 'Not an e-mail address.' },
  EMAIL_REQUIRED: {
    status: 409,
    doc: 'Such credentials go with the account’s e-mail address; set it first.',
  },
  INVALID_CATALOGUE: {
    status: 400,
    doc: 'The catalogue is not a list of operations and groups as documented; the detail says where.',
  },
  CATALOGUE_TOO_LARGE: { status: 413, doc: 'More operations, groups or text than a catalogue may hold.' },
  CATALOGUE_NOT_FOUND: { status: 404, doc: 'The account has told us nothing about its API yet.' },
  INVALID_OPENAPI: {
    status: 400,
    doc: 'Not an OpenAPI 3 document, or not one operation of it could be understood.',
  },
  OPERATION_NOT_FOUND: { status: 404, doc: 'The catalogue has no such operation.' },
  INVALID_SLUG: {
    status: 400,
    doc: 'A slug is 2 to 40 characters: a-z, 0-9 and inner hyphens, a letter first.',
  },
  INVALID_NAME: { status: 400, doc: 'A name is 1 to 100 characters, without control characters.' },
  INVALID_DESCRIPTION: {
    status: 400,
    doc: 'A description is at most 1000 characters, without control characters.',
  },
  INVALID_TAG: { status: 400, doc: 'A tag is 1 to 50 characters, without control characters; none twice.' },
  TOO_MANY_TAGS: { status: 400, doc: 'More tags than a key may carry.' },
  INVALID_OWNER: { status: 400, doc: 'An owner is 1 to 200 characters, without control characters.' },
  INVALID_ENVIRONMENT: {
    status: 400,
    doc: 'An environment is development, testing, staging or production.',
  },
  INVALID_ATTRIBUTE: {
    status: 400,
    doc: 'Attributes are at most 20 texts of 1 to 200 characters, by name: a letter, then letters, digits, _ or -.',
  },
  INVALID_PERMISSIONS: { status: 400, doc: 'Not the permissions that the account’s profile speaks of.' },
  INVALID_KIND: { status: 400, doc: 'The account’s profile knows no such kind of credential.' },
  INVALID_OVERLAP: { status: 400, doc: 'Not a period or instant that two keys may both work for.' },
  EXPIRY_REQUIRED: { status: 400, doc: 'Keys of the account’s profile have to expire.' },
  LIFETIME_OUT_OF_RANGE: {
    status: 400,
    doc: 'The key would live shorter or longer than its profile allows.',
  },
  WILDCARD_LIFETIME_EXCEEDED: {
    status: 400,
    doc: 'A key that holds *:* would live longer than its profile allows for such keys.',
  },
  INVALID_PERIOD: { status: 400, doc: 'The period ends before it begins.' },
  BUCKET_TOO_FINE: {
    status: 400,
    doc: 'Counts that fine are not kept for that long, or are too many for one answer; ask for a coarser bucket or a shorter time.',
  },
  ALERT_NOT_FOUND: { status: 404, doc: 'No such alert, or none that you may see.' },
  ALERT_ALREADY_ACKNOWLEDGED: { status: 409, doc: 'The alert has been acknowledged already.' },
  ALERT_ALREADY_RESOLVED: { status: 409, doc: 'The alert has been resolved; what comes now is another one.' },
  TOO_MANY_OPEN_ALERTS: { status: 409, doc: 'As many alerts of the account are open as may be.' },
  ALERT_MUTE_NOT_FOUND: { status: 404, doc: 'The account has no such mute.' },
  TOO_MANY_ALERT_MUTES: { status: 409, doc: 'As many rules of the account are muted as may be.' },
  INVALID_ALERT_POLICY: { status: 400, doc: 'Not a policy of the rules; the detail says which.' },
  INVALID_WEBHOOK_URL: { status: 400, doc: 'Not a URL that events may be sent to; the detail says why.' },
  WEBHOOK_NOT_FOUND: { status: 404, doc: 'The account has no such webhook endpoint.' },
  TOO_MANY_WEBHOOKS: { status: 409, doc: 'The account has as many webhook endpoints as it may have.' },
  WEBHOOK_DISABLED: { status: 409, doc: 'The webhook endpoint is disabled, so nothing is sent to it.' },
  WEBHOOK_DELIVERY_NOT_FOUND: { status: 404, doc: 'No such delivery, or one that is kept no longer.' },
  WEBHOOKS_NOT_CONFIGURED: {
    status: 503,
    doc: 'Whoever runs Keyledger has set no WEBHOOK_SECRETS_KEY, without which webhooks cannot be signed.',
  },
  INVALID_REASON: {
    status: 400,
    doc: 'A reason is leaked, superseded, owner-left, unused, policy, mistake or other.',
  },
  INVALID_COMMENT: { status: 400, doc: 'A comment is at most 1000 characters, without control characters.' },
  INVALID_SCOPE: {
    status: 400,
    doc: 'A scope is *:*, namespace:*, namespace:read or namespace:Operation.',
  },
  UNKNOWN_OPERATION: {
    status: 400,
    doc: 'A scope names an operation or namespace that the catalogue lacks.',
  },
  TOO_MANY_SCOPES: { status: 400, doc: 'More scopes than a key may hold, or none at all.' },
  INVALID_ADDRESS: { status: 400, doc: 'An entry is not an IPv4 or IPv6 address or CIDR range.' },
  TOO_MANY_ADDRESSES: { status: 400, doc: 'More addresses than a list may hold.' },
  INVALID_LIMIT: {
    status: 400,
    doc: 'Not a limit: a name, a kind (fixed, sliding or credits), a count, and a period; the detail says where.',
  },
  TOO_MANY_LIMITS: { status: 400, doc: 'More limits than a key may have.' },
  INVALID_EXPIRY: { status: 400, doc: 'The expiry is not an instant in the future.' },
  GRANT_EXCEEDS_HOLDER: { status: 403, doc: 'Nobody hands out more than they hold.' },

  // Answers of the HTTP surface
  INVALID_REQUEST: {
    status: 400,
    doc: 'The request does not have the documented shape; `errors` says where.',
  },
  MALFORMED_JSON: { status: 400, doc: 'The body is not JSON.' },
  BODY_TOO_LARGE: { status: 413, doc: 'The body is larger than this route takes.' },
  BATCH_TOO_LARGE: { status: 413, doc: 'More than 1,000 questions at once; send them in several batches.' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    doc: 'Send application/json, or what else the route is documented to take.',
  },
  INVALID_CURSOR: {
    status: 400,
    doc: 'The cursor is not one of ours or belongs to other filters or another order; start over.',
  },
  MISSING_CREDENTIALS: { status: 401, doc: 'Send Authorization: Bearer KEY.' },
  INVALID_CREDENTIALS: { status: 401, doc: 'The key that was sent is not accepted.' },
  INVALID_SESSION: {
    status: 401,
    doc: 'The session has ended, or its key is not accepted any more; sign in again.',
  },
  CROSS_SITE_REQUEST: {
    status: 403,
    doc: 'A session writes from the page that it was begun on, and with its X-CSRF-Token.',
  },
  HTTPS_REQUIRED: {
    status: 403,
    doc: 'Browsers are signed in over https, or on the machine itself; see docs/console.md.',
  },
  TOO_MANY_SIGN_INS: { status: 429, doc: 'Too many attempts to sign in; Retry-After says when to go on.' },
  GATEWAY_NOT_RECOGNISED: {
    status: 403,
    doc: 'The gateway did not send the secret that gateways are asked for (`GATEWAY_SECRET`).',
  },
  FORBIDDEN: { status: 403, doc: 'The key may not do this; `sufficientScope` names a scope that would.' },
  ROUTE_NOT_FOUND: { status: 404, doc: 'There is no such route.' },
  METHOD_NOT_ALLOWED: { status: 405, doc: 'The path has no such method; `Allow` names those that it has.' },
  CONCURRENT_CHANGE: { status: 409, doc: 'Others kept changing the same thing; read it again and retry.' },
  REVISION_MISMATCH: {
    status: 412,
    doc: 'It has changed since the revision in `If-Match`; read it again and decide anew.',
  },
  READ_MODEL_BEHIND: { status: 503, doc: 'The read model has not reached `minPosition` in time; retry.' },
  LOG_UNAVAILABLE: { status: 503, doc: 'The event log cannot be reached; nothing was stored. Retry.' },
  OUTCOME_UNKNOWN: {
    status: 503,
    doc: 'The event log went away in the middle of the append; read the state before you retry.',
  },
  DATABASE_UNAVAILABLE: { status: 503, doc: 'The database cannot be reached. Retry.' },
  NOT_READY: { status: 503, doc: 'The process is still catching up. Retry.' },
  OVERLOADED: { status: 503, doc: 'The verifier has more to do than it can do in time. Retry, not at once.' },
  INTERNAL: { status: 500, doc: 'A bug on our side; the request id finds it in our logs.' },
} as const satisfies Record<string, CodeEntry>;

export interface CodeEntry {
  /** HTTP status that goes with the code. */
  readonly status: number;
  /** One line of documentation, shown as `title` of a problem. */
  readonly doc: string;
}

export type Code = keyof typeof codes;
