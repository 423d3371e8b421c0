export { type RecordedRequest, type RequestRecorderParts, RequestRecorder } from './request-recorder.js';
export { type UnknownKeyRequest } from './unknown-key-counts.js';
export { RecordingModule } from './recording.module.js';
