import { ollamaModels } from '@clianta/agents/models/ollama';
import { AGENT_MODEL, json, type ModelDriver, ROUTER_MODEL, type WireAnswer } from './model-driver.ts';

/** A streamed chat, a JSON object a line, by https://docs.ollama.com/api/chat. */
const answer = (message: object, done_reason: string): WireAnswer => {
  const line = { model: AGENT_MODEL, created_at: '2026-11-23T10:00:00Z' };
  const lines = [
    { ...line, message: { role: 'assistant', content: '', ...message }, done: false },
    {
      ...line,
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason,
      prompt_eval_count: 20,
      eval_count: 5,
    },
  ];
  return {
    headers: { 'Content-Type': 'application/x-ndjson' },
    body: lines.map((one) => `${JSON.stringify(one)}\n`).join(''),
  };
};
const finish = { whole: 'stop', cut: 'length' };

export const ollamaDriver: ModelDriver = {
  provider: 'ollama',
  open: (baseUrl) => ollamaModels({ baseUrl, agentModel: AGENT_MODEL, routerModel: ROUTER_MODEL }),
  says: (content, ending) => answer({ content }, finish[ending]),
  calls: (name, args, ending) =>
    answer({ tool_calls: [{ function: { name, arguments: args } }] }, finish[ending]),
  nothing: answer({}, 'stop'),
  busy: () => json({ error: 'too many concurrent requests' }, 429),
  saysWhenToTryAgain: false,
  failure: (status) => json({ error: 'model runner has unexpectedly stopped' }, status),
};
