import { openAiCompatibleModels } from '@clianta/agents/models/openai-compatible';
import { AGENT_MODEL, json, type ModelDriver, ROUTER_MODEL } from './model-driver.ts';

/** Chat completions, by https://platform.openai.com/docs/api-reference/chat/object. */
const answer = (message: object, finish_reason: string) =>
  json({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_760_000_000,
    model: AGENT_MODEL,
    choices: [
      { index: 0, message: { role: 'assistant', content: null, refusal: null, ...message }, finish_reason },
    ],
    usage: { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 },
  });
const called = (name: string, args: string, finish: string) =>
  answer({ tool_calls: [{ id: 'call_a', type: 'function', function: { name, arguments: args } }] }, finish);
const failed = (status: number, message: string, headers = {}) =>
  json({ error: { message, type: 'server_error', param: null, code: null } }, status, headers);

export const openAiDriver: ModelDriver = {
  provider: 'openai-compatible',
  open: (url) =>
    openAiCompatibleModels({
      apiKey: 'test-key',
      baseUrl: `${url}/v1`,
      agentModel: AGENT_MODEL,
      routerModel: ROUTER_MODEL,
    }),
  says: (content, ending) => answer({ content }, ending === 'cut' ? 'length' : 'stop'),
  calls: (name, args, ending) =>
    called(name, JSON.stringify(args), ending === 'cut' ? 'length' : 'tool_calls'),
  nothing: answer({ content: '' }, 'stop'),
  blocked: answer({ content: 'I wou' }, 'content_filter'),
  garbledCall: (name) => called(name, '{"countOnly": tru', 'tool_calls'),
  busy: (seconds) => failed(429, 'Rate limit reached.', { 'Retry-After': String(seconds) }),
  saysWhenToTryAgain: true,
  failure: (status) => failed(status, 'The server had an error.'),
};
