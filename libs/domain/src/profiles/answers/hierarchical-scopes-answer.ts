import type { AnswerTo, Denial } from '../profile-answer.js';
import { bearerChallenge } from './bearer-challenge.js';
import { denialText } from './denial-text.js';
import { jsonAnswer, statusOfDenial } from './json-answer.js';

/**
 * `{"message","code"}`: clients of this API read `message`, and programs need something that does not change with the
 * wording. Where a scope is lacking, the most restrictive one that suffices is named (WX-6).
 */
export const answerAsHierarchicalScopes: AnswerTo = (denial) => {
  const { code } = denial;
  const body = { message: messageOf(denial), code };
  return jsonAnswer(statusOfDenial(denial), body, bearerChallenge(denial));
};

function messageOf(denial: Denial): string {
  const { code, sufficient } = denial;
  if (code === 'MISSING_CREDENTIALS') return 'There is no header Authorization: Bearer API_KEY.';
  if (code !== 'INSUFFICIENT_SCOPE' || sufficient === null) return denialText(denial);
  return `No scope of the API key allows this; ${sufficient} would.`;
}
