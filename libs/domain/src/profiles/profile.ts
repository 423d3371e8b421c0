import type { Code } from '../codes.js';
import type { KeyFormat } from '../formats/key-format.js';
import type { Environment } from '../key/environment.js';
import type { Refusal } from '../refusal.js';
import type { CatalogueOperation } from '../scopes/catalogue.js';
import type { Scope } from '../scopes/scope.js';
import type { AnswerTo } from './profile-answer.js';

/**
 * What an account chooses when it is opened: what its keys look like, how they travel, what they may hold, how long
 * they live, what is warned of, and in what words a refusal is told. Data and small pure functions.
 */
export interface Profile {
  /** For people: what it is for, in one line. */
  readonly doc: string;
  /** Kinds of credentials; a new key is of the first kind unless asked otherwise. */
  readonly formats: readonly [KeyFormat, ...KeyFormat[]];
  readonly permissions: Permissions;
  readonly limits: Limits;
  /** What is unwise but allowed: returned with the answer, never in the way (WX-9, WX-12). */
  readonly warningsOf: (key: JudgedKey) => readonly Warning[];
  /** What a gateway's client is answered where its credential does not do, in the profile's own dress. */
  readonly answerTo: AnswerTo;
}

/** Permissions as the people of a profile speak of them; underneath they are scopes. */
export interface PermissionTerms {
  /** XN-4. */
  readonly level?: 'full' | 'read' | 'custom';
  /** XN-5: ids of permission groups, with the level `custom`. */
  readonly groups?: readonly string[];
  /** SG-2: names without a namespace. */
  readonly operations?: readonly string[];
}

export interface PermissionGroup {
  readonly id: string;
  /** What people call it. */
  readonly title: string;
}

export interface Permissions {
  readonly model: 'scopes' | 'levels' | 'operations';
  /** The groups that catalogues of the profile may fill (XN-5); null: whichever they like. */
  readonly groups: readonly PermissionGroup[] | null;
  /** What a key holds where nothing is asked for; null: something has to be. */
  readonly initialScopes: readonly string[] | null;
  /** Whether keys of the profile may hold such a scope at all. */
  readonly accepts: (scope: Scope) => boolean;
  /** The scopes that the terms stand for. Refused with INVALID_PERMISSIONS where they are none of this profile. */
  readonly toScopes: (terms: PermissionTerms) => readonly string[] | Refusal;
  /** The terms that scopes stand for; null: the profile speaks of scopes only, or the scopes are not of its making. */
  readonly toTerms: (scopes: readonly string[]) => PermissionTerms | null;
  /** The least that would have sufficed for an operation, in the profile's words (XN-6). */
  readonly sufficientFor: (operation: string, known: CatalogueOperation | null) => string;
}

/** Periods count from the key's creation, so that no sequence of changes makes one live longer. */
export interface Limits {
  readonly expiryRequired: boolean;
  readonly lifetimeMsMin: number | null;
  readonly lifetimeMsMax: number | null;
  /** Of a key that holds `*:*` (WX-8). */
  readonly everythingLifetimeMsMax: number | null;
  readonly tagsMax: number;
}

/** What warnings depend on. */
export interface JudgedKey {
  readonly name: string;
  readonly environment: Environment | null;
  readonly scopes: readonly string[];
  readonly createdAtMs: number;
  readonly expiresAt: string | null;
}

export interface Warning {
  readonly code: Extract<
    Code,
    'NAME_SAYS_LITTLE' | 'LIFETIME_OUTSIDE_GUIDANCE' | 'EVERYTHING_IN_PRODUCTION' | 'EVERYTHING_HELD'
  >;
  readonly detail: string;
}
