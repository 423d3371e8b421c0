import { credentials } from '@grpc/grpc-js';
import { describe, expect, it } from '@jest/globals';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import streamMessages from '@eventstore/db-client/generated/streams_pb.js';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import { waitFor } from '../wait-for.js';
import { streamIdentifier } from './messages.js';
import { EventStoreDbStandIn } from './stand-in.js';

const { BatchAppendReq } = streamMessages;

function appendWithoutType(): Streams.BatchAppendReq {
  const id = new sharedMessages.UUID();
  id.setString('00000000-0000-4000-8000-000000000003');
  const message = new BatchAppendReq.ProposedMessage();
  message.setId(id);
  message.getMetadataMap().set('type', '');
  const options = new BatchAppendReq.Options();
  options.setStreamIdentifier(streamIdentifier('a'));
  options.setAny(new emptyMessages.Empty());
  const request = new BatchAppendReq();
  request.setCorrelationId(id);
  request.setOptions(options);
  request.addProposedMessages(message);
  request.setIsFinal(true);
  return request;
}

describe('an empty event type', () => {
  // Without the official client, which throws where nobody can catch it at the second answer.
  it('is answered twice, the second time about 10 s later', async () => {
    const server = await EventStoreDbStandIn.start({ badRequestAgainMs: 10 });
    const address = server.url.replace('esdb://', '').replace('?tls=false', '');
    const client = new streamServices.StreamsClient(address, credentials.createInsecure());
    const call = client.batchAppend();
    const answers: Streams.BatchAppendResp[] = [];
    call.on('data', (answer: Streams.BatchAppendResp) => answers.push(answer));
    call.on('error', () => undefined); // the server goes first
    call.write(appendWithoutType());
    await waitFor(() => answers.length === 2);
    const reasons = answers.map((answer) => answer.getError()?.getMessage());
    const correlations = answers.map((answer) => answer.getCorrelationId()?.getString());
    expect(reasons).toEqual(['BadRequest', 'BadRequest']);
    expect(new Set(correlations).size).toBe(1);
    call.cancel();
    client.close();
    await server.close();
  });
});
