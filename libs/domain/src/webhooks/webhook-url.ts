import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { checkText } from '../text/plain-text.js';

export const webhookUrlLengthMax = 2_000;

/**
 * The URL as it is recorded. Where it leads to is judged each time something is sent, since names may lead elsewhere by
 * then. `allowsHttp`: whoever runs Keyledger lets it send in the clear, within networks of theirs.
 */
export function checkWebhookUrl(given: unknown, allowsHttp: boolean): string | Refusal {
  const text = checkText(given, {
    what: 'URL',
    code: 'INVALID_WEBHOOK_URL',
    required: true,
    lengthMax: webhookUrlLengthMax,
  });
  if (isRefusal(text)) return text;
  const url = URL.parse(text);
  if (url === null || url.hostname === '') return refuseUrl('It is no URL.');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowsHttp)) {
    return refuseUrl('It has to begin with https://.');
  }
  if (url.username !== '' || url.password !== '') {
    return refuseUrl('It holds credentials; what is sent is signed instead.');
  }
  if (url.hash !== '') return refuseUrl('It has a fragment, which is never sent.');
  return url.href.length > webhookUrlLengthMax ? refuseUrl('It is too long.') : url.href;
}

function refuseUrl(detail: string): Refusal {
  return refuse('INVALID_WEBHOOK_URL', detail);
}
