import { codes } from '../../codes.js';
import type { AnswerTo } from '../profile-answer.js';
import { bearerChallenge } from './bearer-challenge.js';
import { denialText } from './denial-text.js';
import { jsonAnswer, statusOfDenial } from './json-answer.js';

/**
 * A problem (RFC 9457) with a challenge (RFC 6750). `type` is a path of Keyledger's, to be made absolute by whoever
 * sends it: the client only knows the address of the API that it called.
 */
export const answerAsBearer: AnswerTo = (denial) => {
  const { code, sufficient } = denial;
  const status = statusOfDenial(denial);
  const body = {
    type: `/problems/${code}`,
    title: codes[code].doc,
    status,
    code,
    detail: denialText(denial),
    ...(code === 'INSUFFICIENT_SCOPE' && sufficient !== null ? { sufficientScope: sufficient } : {}),
  };
  return jsonAnswer(status, body, { 'content-type': 'application/problem+json', ...bearerChallenge(denial) });
};
