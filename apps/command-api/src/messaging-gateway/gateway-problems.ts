import type { GatewayErrorAnswer } from '@keyledger/contracts';
import { type Denial, codes, profileOf } from '@keyledger/domain';
import type { DressedProblem, Problem } from '@keyledger/platform';

const { answerTo } = profileOf('operations');

/** Told of outages: what is behind the API is nobody's business (SG-6). */
const unavailable = 'The service is not available at the moment; retry.';
const outcomeUnknown = 'It is not known whether this was done; look before you retry.';

/** Problems as the messaging gateway's clients know them: `{"status","message"}`. */
export function dressForGateway(answer: Problem): DressedProblem {
  const denial = denialOf(answer);
  if (denial !== null) return answerTo({ code: denial, detail: null, sufficient: null });
  const status = statusOf(answer);
  const body: GatewayErrorAnswer = { status, message: messageOf(answer) };
  const retry = status === 503 && { 'retry-after': '1' };
  return { status, headers: { 'content-type': 'application/json', ...retry }, body };
}

/** Problems that a gateway's client is told of by the profile, wherever they come up. */
function denialOf({ code, status }: Problem): Denial['code'] | null {
  if (code === 'MISSING_CREDENTIALS' || code === 'ADDRESS_NOT_ALLOWED') return code;
  if (status === 401) return 'INVALID_CREDENTIALS';
  return status === 500 ? 'INTERNAL' : null;
}

/** To the source, a body is right or malformed (SG-2), whatever it says that it is. */
function statusOf({ code, status }: Problem): number {
  return code === 'UNSUPPORTED_MEDIA_TYPE' ? codes.INVALID_REQUEST.status : status;
}

function messageOf({ code, status, title, detail, errors }: Problem): string {
  if (code === 'OUTCOME_UNKNOWN') return outcomeUnknown;
  if (status >= 500) return unavailable;
  if (errors === undefined) return detail ?? title;
  return errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
}
