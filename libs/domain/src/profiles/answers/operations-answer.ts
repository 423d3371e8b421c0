import type { AnswerTo, Denial } from '../profile-answer.js';
import { denialText } from './denial-text.js';
import { jsonAnswer, statusOfDenial } from './json-answer.js';

/**
 * `{"status","message"}`. Every key that does not do gets the same 401: a deleted key is one that never was (SG-3). An
 * internal error says nothing else than that (SG-6).
 */
export const answerAsOperations: AnswerTo = (denial) => {
  const status = statusOfDenial(denial);
  return jsonAnswer(status, { status, message: messageOf(denial, status) });
};

function messageOf(denial: Denial, status: number): string {
  const { code, sufficient } = denial;
  if (status === 401)
    return code === 'MISSING_CREDENTIALS' ? 'There is no header X-API-Key.' : 'Unauthorized';
  if (code !== 'INSUFFICIENT_SCOPE' || sufficient === null) return denialText(denial);
  return `The API key is not for the operation ${sufficient}.`;
}
