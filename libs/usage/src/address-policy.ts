import type { RequestEvent } from '@keyledger/contracts';
import type { UsageAddresses } from '@keyledger/domain';
import { networkOf } from './network.js';

/**
 * The event with as much of the client's address as the account wants kept: all of it, the first address of its network
 * (/24, /48), or nothing. What is no address has no network, so nothing is left of it when truncated.
 */
export function withAddressAsKept(event: RequestEvent, kept: UsageAddresses): RequestEvent {
  switch (kept) {
    case 'full':
      return event;
    case 'truncated':
      return { ...event, clientAddress: networkOf(event.clientAddress)?.split('/')[0] ?? null };
    case 'none':
      return { ...event, clientAddress: null };
  }
}
