import {
  type Felt,
  measureMood,
  moodInWords,
} from '@clianta/agents/agents/transcription/reading/measure-mood';
import { heardCall } from '@clianta/crm-core/crm/call-recording/heard-call';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import type { CallTranscript } from './call-transcript.schema.ts';
import { defineRoutes } from './define-routes.ts';
import { callPaths } from './openapi/call-paths.ts';

/** What is said in recorded calls, which their records are read without. */
export const callRoutes = defineRoutes({
  at: 'workspace',
  paths: callPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.get('/call-transcripts/:id', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const call = await heardCall(crm, scope, String(request.params.id));
      const { segments, summary, actionItems, language } = call;
      const answer: CallTranscript = {
        segments,
        summary,
        actionItems: actionItems.map(({ text, owner, dueAt, segment, taskId }) => ({
          text,
          segment,
          ...(owner && { owner }),
          ...(dueAt && { dueAt: dueAt.toISOString() }),
          ...(taskId && { taskId }),
        })),
        ...(language === 'en' && { mood: await moodOf(segments) }),
      };
      response.json(answer);
    });
    return router;
  },
});

async function moodOf(segments: CallTranscript['segments']): Promise<NonNullable<CallTranscript['mood']>> {
  const { score, best, worst } = await measureMood(segments);
  const quote = ({ text, segment, score: own }: Felt) => ({ text, segment, score: own });
  return { score, words: moodInWords(score), best: best.map(quote), worst: worst.map(quote) };
}
