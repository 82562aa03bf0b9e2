import { geminiModels } from '@clianta/agents/models/gemini';
import { AGENT_MODEL, json, type ModelDriver, ROUTER_MODEL } from './model-driver.ts';

/** generateContent, by https://ai.google.dev/api/generate-content; errors by google.rpc. */
const answer = (candidate: object) =>
  json({
    candidates: [{ index: 0, ...candidate }],
    usageMetadata: { promptTokenCount: 20, candidatesTokenCount: 5, totalTokenCount: 25 },
    modelVersion: AGENT_MODEL,
  });
const finish = { whole: 'STOP', cut: 'MAX_TOKENS' };

export const geminiDriver: ModelDriver = {
  provider: 'google',
  open: (baseUrl) =>
    geminiModels({ apiKey: 'test-key', baseUrl, agentModel: AGENT_MODEL, routerModel: ROUTER_MODEL }),
  says: (text, ending) =>
    answer({ content: { role: 'model', parts: [{ text }] }, finishReason: finish[ending] }),
  calls: (name, args, ending) =>
    answer({
      content: { role: 'model', parts: [{ functionCall: { name, args } }] },
      finishReason: finish[ending],
    }),
  nothing: json({ candidates: [], usageMetadata: { promptTokenCount: 20, totalTokenCount: 20 } }),
  blocked: answer({
    finishReason: 'SAFETY',
    safetyRatings: [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'HIGH', blocked: true }],
  }),
  garbledCall: () => answer({ finishReason: 'MALFORMED_FUNCTION_CALL', finishMessage: 'Malformed call' }),
  busy: (seconds) =>
    json(
      {
        error: {
          code: 429,
          message: 'Resource has been exhausted.',
          status: 'RESOURCE_EXHAUSTED',
          details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${seconds}s` }],
        },
      },
      429,
    ),
  saysWhenToTryAgain: true,
  failure: (code) => json({ error: { code, message: 'An internal error.', status: 'INTERNAL' } }, code),
};
