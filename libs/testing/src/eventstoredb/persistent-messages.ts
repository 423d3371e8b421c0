import type * as Persistent from '@eventstore/db-client/generated/persistent_pb.js';
import persistentMessages from '@eventstore/db-client/generated/persistent_pb.js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import { recorded } from './messages.js';
import type { ResolvedEvent } from './links.js';
import type { Consumer, PersistentGroup } from './persistent-group.js';

const { ReadResp, SubscriptionInfo } = persistentMessages;

export function confirmationMessage(subscriptionId: string): Persistent.ReadResp {
  const confirmation = new ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(subscriptionId);
  const message = new ReadResp();
  message.setSubscriptionConfirmation(confirmation);
  return message;
}

export function deliveryMessage({ event, link }: ResolvedEvent, retryCount: number): Persistent.ReadResp {
  const read = new ReadResp.ReadEvent();
  if (event) read.setEvent(recorded(new ReadResp.ReadEvent.RecordedEvent(), event));
  if (link) read.setLink(recorded(new ReadResp.ReadEvent.RecordedEvent(), link));
  read.setCommitPosition(String((link ?? event)?.position));
  if (retryCount > 0) read.setRetryCount(retryCount);
  else read.setNoRetryCount(new sharedMessages.Empty());
  const message = new ReadResp();
  message.setEvent(read);
  return message;
}

/** What is measured over time stays 0: nothing here lives long enough. */
export function infoMessage(group: PersistentGroup): Persistent.SubscriptionInfo {
  const { settings, consumers, lastKnownEvent: last } = group;
  const info = new SubscriptionInfo();
  info.setEventSource(settings.source);
  info.setGroupName(settings.name);
  info.setStatus('Live');
  info.setStartFrom(settings.startFrom);
  describeSettings(info, settings.stated);
  info.setCountSinceLastMeasurement('0');
  info.setLiveBufferCount('0');
  info.setTotalItems(String(group.deliveryCount));
  info.setParkedMessageCount(String(group.parked.length));
  info.setTotalInFlightMessages([...consumers].reduce((sum, { inFlight }) => sum + inFlight.size, 0));
  const place =
    settings.source === '$all' ? `C:${last?.position}/P:${last?.position}` : String(last?.revision);
  if (last) info.setLastKnownEventPosition(place);
  info.setConnectionsList([...consumers].map(connectionMessage));
  return info;
}

/** By the number that creates a group with it. */
const strategyNames = ['DispatchToSingle', 'RoundRobin', 'Pinned'];

function describeSettings(info: Persistent.SubscriptionInfo, stated: Persistent.CreateReq.Settings): void {
  info.setResolveLinkTos(stated.getResolveLinks());
  info.setExtraStatistics(stated.getExtraStatistics());
  info.setMessageTimeoutMilliseconds(stated.getMessageTimeoutMs());
  info.setMaxRetryCount(stated.getMaxRetryCount());
  info.setCheckPointAfterMilliseconds(stated.getCheckpointAfterMs());
  info.setMinCheckPointCount(stated.getMinCheckpointCount());
  info.setMaxCheckPointCount(stated.getMaxCheckpointCount());
  info.setMaxSubscriberCount(stated.getMaxSubscriberCount());
  info.setLiveBufferSize(stated.getLiveBufferSize());
  info.setReadBatchSize(stated.getReadBatchSize());
  info.setBufferSize(stated.getHistoryBufferSize());
  info.setNamedConsumerStrategy(strategyNames[stated.getNamedConsumerStrategy()] ?? '');
}

function connectionMessage({ inFlight, inFlightMax }: Consumer): Persistent.SubscriptionInfo.ConnectionInfo {
  const connection = new SubscriptionInfo.ConnectionInfo();
  connection.setTotalItems('0');
  connection.setCountSinceLastMeasurement('0');
  connection.setInFlightMessages(inFlight.size);
  connection.setAvailableSlots(inFlightMax - inFlight.size);
  return connection;
}
