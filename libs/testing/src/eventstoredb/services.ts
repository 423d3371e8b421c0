import type { Server, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type * as Gossip from '@eventstore/db-client/generated/gossip_pb.js';
import persistentServices from '@eventstore/db-client/generated/persistent_grpc_pb.js';
import type * as Persistent from '@eventstore/db-client/generated/persistent_pb.js';
import featureServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type * as Features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type * as Shared from '@eventstore/db-client/generated/shared_pb.js';
import streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendWatcher } from './append-request.js';
import { type AppendCall, append } from './append-service.js';
import { type BatchCall, batchAppend } from './batch-append-service.js';
import { type DeleteCall, type TombstoneCall, deleteStream, tombstoneStream } from './delete-service.js';
import type { PersistentGroups } from './persistent-groups.js';
import {
  type ConsumeCall,
  type CreateGroupCall,
  type DeleteGroupCall,
  type GroupInfoCall,
  consume,
  createGroup,
  deleteGroup,
  groupInfo,
} from './persistent-service.js';
import { type ReadCall, read } from './read-service.js';
import { clusterOfOne, supportedMethods } from './server-facts.js';
import type { StoredLog } from './stored-log.js';
import { Subscription } from './subscription.js';

/** What the services serve: asked for at each call, as a wiped server has other streams. */
export interface Served {
  log(): StoredLog;
  groups(): PersistentGroups;
  appendWatcher(): AppendWatcher;
  /** A call that stays open has begun. */
  opened(call: object): void;
  port(): number;
}

export function addServices(server: Server, served: Served): void {
  addStreams(server, served);
  addPersistentSubscriptions(server, served);
  server.addService(featureServices.ServerFeaturesService, {
    getSupportedMethods: (
      _: ServerUnaryCall<Shared.Empty, Features.SupportedMethods>,
      respond: sendUnaryData<Features.SupportedMethods>,
    ) => respond(null, supportedMethods()),
  });
  server.addService(gossipServices.GossipService, {
    read: (
      _: ServerUnaryCall<Shared.Empty, Gossip.ClusterInfo>,
      respond: sendUnaryData<Gossip.ClusterInfo>,
    ) => respond(null, clusterOfOne(served.port())),
  });
}

function addStreams(server: Server, served: Served): void {
  server.addService(streamServices.StreamsService, {
    read: (call: ReadCall) => {
      const options = call.request.getOptions();
      if (!options) return;
      served.opened(call);
      if (options.hasSubscription()) void new Subscription(call, options, served.log()).run();
      else void read(call, options, served.log());
    },
    append: (call: AppendCall, respond: sendUnaryData<Streams.AppendResp>) =>
      append(call, respond, served.log(), served.appendWatcher()),
    batchAppend: (call: BatchCall) => {
      served.opened(call);
      batchAppend(call, served.log(), served.appendWatcher());
    },
    delete: (call: DeleteCall, respond: sendUnaryData<Streams.DeleteResp>) =>
      deleteStream(call, respond, served.log()),
    tombstone: (call: TombstoneCall, respond: sendUnaryData<Streams.TombstoneResp>) =>
      tombstoneStream(call, respond, served.log()),
  });
}

function addPersistentSubscriptions(server: Server, served: Served): void {
  server.addService(persistentServices.PersistentSubscriptionsService, {
    create: (call: CreateGroupCall, respond: sendUnaryData<Persistent.CreateResp>) =>
      createGroup(call, respond, served.groups()),
    delete: (call: DeleteGroupCall, respond: sendUnaryData<Persistent.DeleteResp>) =>
      deleteGroup(call, respond, served.groups()),
    getInfo: (call: GroupInfoCall, respond: sendUnaryData<Persistent.GetInfoResp>) =>
      groupInfo(call, respond, served.groups()),
    read: (call: ConsumeCall) => {
      served.opened(call);
      consume(call, served.groups());
    },
  });
}
