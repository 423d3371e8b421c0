import type { ServerDuplexStream, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type * as Persistent from '@eventstore/db-client/generated/persistent_pb.js';
import persistentMessages from '@eventstore/db-client/generated/persistent_pb.js';
import type * as Shared from '@eventstore/db-client/generated/shared_pb.js';
import { resolved } from './links.js';
import { streamNameOf } from './messages.js';
import type { Consumer, PersistentGroup } from './persistent-group.js';
import { type PersistentGroups, groupDropped, groupId } from './persistent-groups.js';
import { confirmationMessage, deliveryMessage, infoMessage } from './persistent-messages.js';
import { groupSettings } from './persistent-settings.js';

export type CreateGroupCall = ServerUnaryCall<Persistent.CreateReq, Persistent.CreateResp>;
export type DeleteGroupCall = ServerUnaryCall<Persistent.DeleteReq, Persistent.DeleteResp>;
export type GroupInfoCall = ServerUnaryCall<Persistent.GetInfoReq, Persistent.GetInfoResp>;
export type ConsumeCall = ServerDuplexStream<Persistent.ReadReq, Persistent.ReadResp>;

const { RETRY, PARK } = persistentMessages.ReadReq.Nack.Action;

export function createGroup(
  call: CreateGroupCall,
  respond: sendUnaryData<Persistent.CreateResp>,
  groups: PersistentGroups,
): void {
  const options = call.request.getOptions() ?? new persistentMessages.CreateReq.Options();
  const settings = groupSettings(options, groups.log);
  const failed = 'code' in settings ? settings : groups.create(settings);
  if (failed) respond(failed);
  else respond(null, new persistentMessages.CreateResp());
}

export function deleteGroup(
  call: DeleteGroupCall,
  respond: sendUnaryData<Persistent.DeleteResp>,
  groups: PersistentGroups,
): void {
  const options = call.request.getOptions();
  const failed = groups.delete(sourceOf(options), options?.getGroupName() ?? '');
  if (failed) respond(failed);
  else respond(null, new persistentMessages.DeleteResp());
}

export function groupInfo(
  call: GroupInfoCall,
  respond: sendUnaryData<Persistent.GetInfoResp>,
  groups: PersistentGroups,
): void {
  const options = call.request.getOptions();
  const group = groups.find(sourceOf(options), options?.getGroupName() ?? '');
  if ('code' in group) {
    respond(group);
    return;
  }
  const response = new persistentMessages.GetInfoResp();
  response.setSubscriptionInfo(infoMessage(group));
  respond(null, response);
}

/** The first request says which group; the others answer for what has been delivered. */
export function consume(call: ConsumeCall, groups: PersistentGroups): void {
  let joined: { readonly group: PersistentGroup; readonly consumer: Consumer } | undefined;
  const leave = () => joined?.group.leave(joined.consumer);
  call.on('cancelled', leave);
  call.on('close', leave);
  call.on('data', (request: Persistent.ReadReq) => {
    const options = request.getOptions();
    if (joined) {
      answered(request, joined.group, joined.consumer);
    } else if (options) {
      const group = groups.find(sourceOf(options), options.getGroupName());
      if ('code' in group) {
        call.emit('error', group);
        return;
      }
      const { source, name } = group.settings;
      joined = { group, consumer: consumerOf(call, options.getBufferSize(), group, groups) };
      call.write(confirmationMessage(groupId(source, name)));
      group.join(joined.consumer);
    }
  });
  call.on('end', () => call.end());
}

function consumerOf(
  call: ConsumeCall,
  inFlightMax: number,
  { settings }: PersistentGroup,
  { log }: PersistentGroups,
): Consumer {
  return {
    inFlightMax,
    inFlight: new Map(),
    deliver: ({ event, retryCount }) =>
      call.write(deliveryMessage(resolved(event, log, settings.stated.getResolveLinks()), retryCount)),
    drop: () => call.emit('error', groupDropped(settings.source, settings.name)),
  };
}

function answered(request: Persistent.ReadReq, group: PersistentGroup, consumer: Consumer): void {
  const nack = request.getNack();
  const ids = (nack ?? request.getAck())?.getIdsList().map((id) => id.getString()) ?? [];
  if (nack?.getAction() === RETRY) group.retry(consumer, ids);
  else if (nack?.getAction() === PARK) group.park(consumer, ids);
  else group.acknowledge(consumer, ids);
}

interface OptionsOfGroup {
  hasAll(): boolean;
  getStreamIdentifier(): Shared.StreamIdentifier | undefined;
}

function sourceOf(options: OptionsOfGroup | undefined): string {
  return options?.hasAll() ? '$all' : streamNameOf(options?.getStreamIdentifier());
}
