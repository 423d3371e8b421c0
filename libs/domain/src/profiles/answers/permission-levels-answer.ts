import type { AnswerTo, Denial } from '../profile-answer.js';
import { bearerChallenge } from './bearer-challenge.js';
import { denialText } from './denial-text.js';
import { jsonAnswer, statusOfDenial } from './json-answer.js';

/** `code` and `message` by status (XN-2); what is particular to the case is in `details`. */
const errors: Readonly<Record<number, { readonly code: string; readonly message: string }>> = {
  401: { code: 'unauthorized', message: 'The API key is missing or is not accepted' },
  403: { code: 'forbidden', message: 'The API key may not be used for this request' },
  429: { code: 'too_many_requests', message: 'The API key may not be used so often' },
  503: { code: 'unavailable', message: 'The service is not available for the moment' },
};
const internalError = { code: 'internal_error', message: 'The request could not be handled' };
const insufficientPermissions = {
  code: 'insufficient_permissions',
  message: 'The API key lacks a permission',
};

/** `{"error":{"code","message","details"}}` (XN-2); 403 names the permission that would have sufficed (XN-6). */
export const answerAsPermissionLevels: AnswerTo = (denial) => {
  const status = statusOfDenial(denial);
  return jsonAnswer(status, { error: errorOf(denial, status) }, bearerChallenge(denial));
};

function errorOf(denial: Denial, status: number) {
  const { code, sufficient } = denial;
  if (code === 'MISSING_CREDENTIALS') {
    return { ...errors[status], details: 'There is no header Authorization: Bearer YOUR_API_KEY.' };
  }
  if (code !== 'INSUFFICIENT_SCOPE') {
    return { ...(errors[status] ?? internalError), details: denialText(denial) };
  }
  if (sufficient === null) return { ...insufficientPermissions, details: denialText(denial) };
  const details = `This needs the permission ${sufficient}.`;
  return { ...insufficientPermissions, details, requiredPermission: sufficient };
}
