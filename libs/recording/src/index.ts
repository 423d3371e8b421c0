export { type RecordedRequest, type RequestRecorderParts, RequestRecorder } from './request-recorder.js';
export { type UnknownKeyRequest } from './unknown-key-counts.js';
export { RecordingModule } from './recording.module.js';
export { Outbox } from './outbox.js';
export { StubbornPublisher } from './stubborn-publisher.js';
export { type OpenSegment, type SegmentFile } from './spool/segment-writer.js';
export { Spool } from './spool/spool.js';
