import type * as Gossip from '@eventstore/db-client/generated/gossip_pb.js';
import gossipMessages from '@eventstore/db-client/generated/gossip_pb.js';
import type * as Features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import featureMessages from '@eventstore/db-client/generated/serverfeatures_pb.js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';

export const serverVersion = '23.10.6';

/** What clients ask first. */
export function supportedMethods(): Features.SupportedMethods {
  const supported = new featureMessages.SupportedMethods();
  supported.setEventStoreServerVersion(serverVersion);
  supported.setMethodsList([
    ...methodsOf('streams.streams', ['append', 'batchappend', 'delete', 'read', 'tombstone'], []),
    ...methodsOf(
      'persistent_subscriptions.persistentsubscriptions',
      ['create', 'delete', 'getinfo', 'read'],
      ['stream', 'all'],
    ),
  ]);
  return supported;
}

function methodsOf(service: string, names: readonly string[], features: string[]) {
  return names.map((name) => {
    const method = new featureMessages.SupportedMethod();
    method.setServiceName(`event_store.client.${service}`);
    method.setMethodName(name);
    method.setFeaturesList(features);
    return method;
  });
}

/** What clients with `esdb+discover` ask. */
export function clusterOfOne(port: number): Gossip.ClusterInfo {
  const endPoint = new gossipMessages.EndPoint();
  endPoint.setAddress('127.0.0.1');
  endPoint.setPort(port);
  const id = new sharedMessages.UUID();
  id.setString('00000000-0000-4000-8000-000000000002');
  const member = new gossipMessages.MemberInfo();
  member.setInstanceId(id);
  member.setTimeStamp('0');
  member.setState(gossipMessages.MemberInfo.VNodeState.LEADER);
  member.setIsAlive(true);
  member.setHttpEndPoint(endPoint);
  const cluster = new gossipMessages.ClusterInfo();
  cluster.setMembersList([member]);
  return cluster;
}
