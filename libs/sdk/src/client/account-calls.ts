import type {
  AccountAnswer,
  AccountOpenedAnswer,
  AccountPageAnswer,
  AllowedOperationsAnswer,
  AllowedScopesAnswer,
  CatalogueAnswer,
  CatalogueQuery,
  CatalogueBody,
  CatalogueDefinedAnswer,
  ChangedAnswer,
  ApplyReviewBody,
  CommentBody,
  DescribeAccountBody,
  DryRunQuery,
  FreshnessQuery,
  ListAccountsQuery,
  OpenAccountBody,
  ProfileBody,
  ReasonBody,
  ReviewAnswer,
  ReviewAppliedAnswer,
  ReviewQuery,
  ReviewSummaryAnswer,
  ReviewSummaryQuery,
} from '@keyledger/contracts';
import type { HttpCaller } from './http-caller.js';

/** What admins do with accounts: a method per operation of the API, named as there. Each throws as `HttpCaller.call`. */
export class AccountCalls {
  constructor(private readonly http: HttpCaller) {}

  openAccount(body: Omit<OpenAccountBody, 'profile'> & Partial<ProfileBody>): Promise<AccountOpenedAnswer> {
    return this.http.call({ method: 'POST', path: '/v1/accounts', body, repeatable: false });
  }

  listAccounts(query: Partial<ListAccountsQuery> = {}): Promise<AccountPageAnswer> {
    return this.http.call({ method: 'GET', path: '/v1/accounts', query, repeatable: true });
  }

  getAccount(account: string, query: FreshnessQuery = {}): Promise<AccountAnswer> {
    return this.http.call({ method: 'GET', path: pathOf(account), query, repeatable: true });
  }

  describeAccount(account: string, body: DescribeAccountBody): Promise<ChangedAnswer> {
    return this.http.call({ method: 'PATCH', path: pathOf(account), body, repeatable: false });
  }

  chooseProfile(account: string, body: ProfileBody): Promise<ChangedAnswer> {
    return this.http.call({ method: 'PUT', path: `${pathOf(account)}/profile`, body, repeatable: false });
  }

  disableApiAccess(account: string, body: ReasonBody): Promise<ChangedAnswer> {
    return this.http.call({
      method: 'POST',
      path: `${pathOf(account)}/disable-api`,
      body,
      repeatable: false,
    });
  }

  enableApiAccess(account: string, body: CommentBody = {}): Promise<ChangedAnswer> {
    return this.http.call({ method: 'POST', path: `${pathOf(account)}/enable-api`, body, repeatable: false });
  }

  defineCatalogue(
    account: string,
    body: CatalogueBody,
    query: Partial<DryRunQuery> = {},
  ): Promise<CatalogueDefinedAnswer> {
    const path = `${pathOf(account)}/catalogue`;
    return this.http.call({ method: 'PUT', path, query, body, repeatable: false });
  }

  readCatalogue(account: string, query: Partial<CatalogueQuery> = {}): Promise<CatalogueAnswer> {
    return this.http.call({ method: 'GET', path: `${pathOf(account)}/catalogue`, query, repeatable: true });
  }

  listAllowedScopes(account: string, operation: string): Promise<AllowedScopesAnswer> {
    const path = `${pathOf(account)}/catalogue/operations/${encodeURIComponent(operation)}/allowed-scopes`;
    return this.http.call({ method: 'GET', path, repeatable: true });
  }

  listAllowedOperations(account: string, scope: string): Promise<AllowedOperationsAnswer> {
    const path = `${pathOf(account)}/catalogue/scopes/${encodeURIComponent(scope)}/operations`;
    return this.http.call({ method: 'GET', path, repeatable: true });
  }

  reviewKeys(account: string, query: Partial<Omit<ReviewQuery, 'format'>> = {}): Promise<ReviewAnswer> {
    return this.http.call({ method: 'GET', path: `${pathOf(account)}/review`, query, repeatable: true });
  }

  summariseReview(account: string, query: Partial<ReviewSummaryQuery> = {}): Promise<ReviewSummaryAnswer> {
    const path = `${pathOf(account)}/review/summary`;
    return this.http.call({ method: 'GET', path, query, repeatable: true });
  }

  applyReview(
    account: string,
    body: ApplyReviewBody,
    query: Partial<DryRunQuery> = {},
  ): Promise<ReviewAppliedAnswer> {
    const path = `${pathOf(account)}/review/apply`;
    return this.http.call({ method: 'POST', path, query, body, repeatable: false });
  }
}

function pathOf(account: string): string {
  return `/v1/accounts/${encodeURIComponent(account)}`;
}
