import {
  chooseProfile,
  describeAccount,
  disableApiAccess,
  enableApiAccess,
  getAccount,
  listAccounts,
  openAccount,
} from './account-operations.js';
import { alertOperations } from './alert-operations.js';
import { readAudit, readHistory } from './audit-operations.js';
import { catalogueOperations } from './catalogue-operations.js';
import { followEvents, readFreshness, readSnapshot } from './feed-operations.js';
import { listVerifiers, readRevocation } from './fleet-operations.js';
import {
  changeExpiry,
  changeLimits,
  changeScopes,
  createKey,
  describeKey,
  getKey,
  listKeys,
  listTags,
  updateIpAllowlist,
} from './key-operations.js';
import { importKey } from './import-operations.js';
import { deleteKey, disableKey, enableKey, revokeKey } from './key-status-operations.js';
import {
  endLocalVerifier,
  recordLocalRequests,
  registerLocalVerifier,
  reportLocalVerifier,
} from './local-verifier-operations.js';
import {
  createGatewayKey,
  deleteGatewayKey,
  findGatewayKey,
  listGatewayKeys,
} from './messaging-operations.js';
import type { HttpOperation } from './operation.js';
import { reviewOperations } from './review-operations.js';
import { changeOverlap, rotateKey } from './rotation-operations.js';
import { endAllSessions, endSession, readSession, startSession } from './session-operations.js';
import { usageOperations } from './usage-operations.js';
import { webhookOperations } from './webhook-operations.js';
import { introspectKey, verifyKey, verifyKeys } from './verify-operation.js';

/** Operations that command-api serves to admin keys. */
export const adminOperations: readonly HttpOperation[] = [
  openAccount,
  listAccounts,
  getAccount,
  describeAccount,
  chooseProfile,
  disableApiAccess,
  enableApiAccess,
  ...catalogueOperations,
  createKey,
  listKeys,
  listTags,
  getKey,
  describeKey,
  changeScopes,
  updateIpAllowlist,
  changeLimits,
  changeExpiry,
  disableKey,
  enableKey,
  revokeKey,
  deleteKey,
  rotateKey,
  changeOverlap,
  importKey,
  readHistory,
  readAudit,
  ...usageOperations,
  ...reviewOperations,
  ...alertOperations,
  ...webhookOperations,
  listVerifiers,
  readRevocation,
];

/** Operations that command-api serves to browsers. */
export const sessionOperations: readonly HttpOperation[] = [
  startSession,
  readSession,
  endSession,
  endAllSessions,
];

/** Operations that command-api serves to keys that manage their own account. */
export const gatewayOperations: readonly HttpOperation[] = [
  listGatewayKeys,
  createGatewayKey,
  deleteGatewayKey,
  findGatewayKey,
];

/** Operations that the verifiers serve. */
export const verifierOperations: readonly HttpOperation[] = [
  verifyKey,
  verifyKeys,
  introspectKey,
  readFreshness,
  readSnapshot,
  followEvents,
  registerLocalVerifier,
  reportLocalVerifier,
  endLocalVerifier,
  recordLocalRequests,
];

/** Everything in the OpenAPI document. */
export const httpOperations: readonly HttpOperation[] = [
  ...adminOperations,
  ...gatewayOperations,
  ...sessionOperations,
  ...verifierOperations,
];
