import type { DomainEvent } from '@keyledger/contracts';
import { type NewKey, isAccountEvent, isAlertEvent, isWebhookEvent } from '@keyledger/domain';

/**
 * An event as verifiers elsewhere need it: names, tags, owners, reasons and comments are none of their business. Null:
 * no verdict depends on it.
 */
export function eventForIndex(event: DomainEvent): DomainEvent | null {
  if (isAlertEvent(event) || isWebhookEvent(event)) return null;
  if (isAccountEvent(event)) return withoutTexts(event);
  switch (event.type) {
    case 'KeyDescribed':
    case 'KeyExpired':
    case 'ExpiryReminded':
    case 'RotationReminded':
    case 'DisuseReminded':
      return null;
    case 'KeyCreated':
    case 'KeyImported':
      return { type: event.type, data: undescribed(event.data) };
    default:
      return withoutTexts(event);
  }
}

function undescribed(key: NewKey): NewKey {
  const nothing = { name: '', description: null, tags: [], owner: null, environment: null, attributes: {} };
  return { ...key, ...nothing, visibleStart: '' };
}

/** What an event says of its why, and an account's name, in the places where events have them. */
function withoutTexts(event: DomainEvent): DomainEvent {
  const data: Record<string, unknown> = { ...event.data };
  if ('comment' in data) data['comment'] = null;
  if ('reason' in data) data['reason'] = 'other';
  if ('name' in data) data['name'] = '';
  return { type: event.type, data } as unknown as DomainEvent;
}
