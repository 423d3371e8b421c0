import type { AnswerTo, Denial } from '../profile-answer.js';
import { bearerChallenge } from './bearer-challenge.js';
import { denialText } from './denial-text.js';
import { jsonAnswer, statusOfDenial } from './json-answer.js';

const titles: Readonly<Record<number, string>> = {
  401: 'Authentication failed',
  403: 'Not permitted',
  429: 'Too many requests',
  503: 'Temporarily unavailable',
};

/** `{"errors":[{"code","title","detail"}]}`, a list of one: the documents of TX-1 to TX-6 show no body. */
export const answerAsTaggedKeys: AnswerTo = (denial) => {
  const status = statusOfDenial(denial);
  const error = { code: denial.code, title: titles[status] ?? 'Internal error', detail: detailOf(denial) };
  return jsonAnswer(status, { errors: [error] }, bearerChallenge(denial));
};

function detailOf(denial: Denial): string {
  const { code, sufficient } = denial;
  if (code === 'MISSING_CREDENTIALS') {
    return 'Send Authorization: Bearer API_KEY, or x-api-user and x-api-token together.';
  }
  if (code !== 'INSUFFICIENT_SCOPE' || sufficient === null) return denialText(denial);
  return `This needs the scope ${sufficient}.`;
}
