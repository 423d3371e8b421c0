import type {
  AuditPageAnswer,
  AuditQuery,
  ChangedAnswer,
  CommentBody,
  CreateKeyBody,
  DescribeKeyBody,
  ExpiryBody,
  FreshnessQuery,
  HistoryQuery,
  ImportKeyBody,
  IpAllowlistBody,
  KeyAnswer,
  KeyCreatedAnswer,
  KeyImportedAnswer,
  KeyPageAnswer,
  KeyRotatedAnswer,
  KeyUsageAnswer,
  LimitsBody,
  ListKeysQuery,
  OverlapBody,
  ReasonBody,
  RotateKeyBody,
  ScopesBody,
  TagCountsAnswer,
  UsageQuery,
} from '@keyledger/contracts';
import type { Call, HttpCaller } from './http-caller.js';

/** What admins do with keys: a method per operation of the API, named as there. Each throws as `HttpCaller.call`. */
export class KeyCalls {
  constructor(private readonly http: HttpCaller) {}

  /** The answer has the value of the key: nobody will see it again. */
  createKey(account: string, body: CreateKeyBody): Promise<KeyCreatedAnswer> {
    return this.change('POST', `${accountPath(account)}/keys`, body);
  }

  importKey(account: string, body: ImportKeyBody): Promise<KeyImportedAnswer> {
    return this.change('POST', `${accountPath(account)}/keys/import`, body);
  }

  listKeys(account: string, query: Partial<ListKeysQuery> = {}): Promise<KeyPageAnswer> {
    return this.read(`${accountPath(account)}/keys`, query);
  }

  listTags(account: string, query: FreshnessQuery = {}): Promise<TagCountsAnswer> {
    return this.read(`${accountPath(account)}/tags`, query);
  }

  getKey(id: string, query: FreshnessQuery = {}): Promise<KeyAnswer> {
    return this.read(keyPath(id), query);
  }

  describeKey(id: string, body: DescribeKeyBody): Promise<ChangedAnswer> {
    return this.change('PATCH', keyPath(id), body);
  }

  changeScopes(id: string, body: ScopesBody): Promise<ChangedAnswer> {
    return this.change('PUT', `${keyPath(id)}/scopes`, body);
  }

  updateIpAllowlist(id: string, body: IpAllowlistBody): Promise<ChangedAnswer> {
    return this.change('PUT', `${keyPath(id)}/ip-allowlist`, body);
  }

  changeLimits(id: string, body: LimitsBody): Promise<ChangedAnswer> {
    return this.change('PUT', `${keyPath(id)}/limits`, body);
  }

  changeExpiry(id: string, body: ExpiryBody): Promise<ChangedAnswer> {
    return this.change('PUT', `${keyPath(id)}/expiry`, body);
  }

  disableKey(id: string, body: ReasonBody): Promise<ChangedAnswer> {
    return this.change('POST', `${keyPath(id)}/disable`, body);
  }

  enableKey(id: string, body: CommentBody = {}): Promise<ChangedAnswer> {
    return this.change('POST', `${keyPath(id)}/enable`, body);
  }

  revokeKey(id: string, body: ReasonBody): Promise<ChangedAnswer> {
    return this.change('POST', `${keyPath(id)}/revoke`, body);
  }

  /** The answer has the value of the successor: nobody will see it again. */
  rotateKey(id: string, body: RotateKeyBody): Promise<KeyRotatedAnswer> {
    return this.change('POST', `${keyPath(id)}/rotate`, body);
  }

  changeOverlap(id: string, body: OverlapBody): Promise<ChangedAnswer> {
    return this.change('PUT', `${keyPath(id)}/overlap`, body);
  }

  readHistory(id: string, query: Partial<HistoryQuery> = {}): Promise<AuditPageAnswer> {
    return this.read(`${keyPath(id)}/history`, query);
  }

  readUsage(id: string, query: Partial<UsageQuery> = {}): Promise<KeyUsageAnswer> {
    return this.read(`${keyPath(id)}/usage`, query);
  }

  readAudit(query: Partial<AuditQuery> = {}): Promise<AuditPageAnswer> {
    return this.read('/v1/audit', query);
  }

  private read<Answer>(path: string, query: Call['query']): Promise<Answer> {
    return this.http.call({ method: 'GET', path, ...(query && { query }), repeatable: true });
  }

  private change<Answer>(method: Call['method'], path: string, body: unknown): Promise<Answer> {
    return this.http.call({ method, path, body, repeatable: false });
  }
}

function accountPath(account: string): string {
  return `/v1/accounts/${encodeURIComponent(account)}`;
}

function keyPath(id: string): string {
  return `/v1/keys/${encodeURIComponent(id)}`;
}
