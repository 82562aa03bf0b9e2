import { CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { callTranscriptSchema } from '../call-transcript.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, type Json, path } from './parts.ts';

/** What recorded calls have besides other records: what was said in them. */
export function callPaths(): Json {
  return {
    '/api/workspaces/{workspaceId}/call-transcripts/{id}': {
      get: {
        operationId: 'getCallTranscript',
        tags: [CallRecording.domain],
        summary: 'What was said in a recorded call, and what follows from it, by segment',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(schemaOf(callTranscriptSchema, 'output')),
      },
    },
  };
}
