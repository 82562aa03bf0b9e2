import { ChatOllama } from '@langchain/ollama';
import { callSignal, withCallSignal } from './call-signal.ts';
import { checkByList } from './check-by-list.ts';
import type { Models } from './models.ts';
import { type VendorOptions, vendorModels } from './vendor-models.ts';

/** Where Ollama listens when nothing is said. */
const BASE_URL = 'http://127.0.0.1:11434';
/**
 * Tokens that a model sees. Ollama gives 4,096 unless told otherwise and drops the beginning of what is longer, which is
 * the instructions (docs.ollama.com/context-length); an agent's tools and prompt take up to 8,000.
 */
const CONTEXT_TOKENS = 16_384;

/** The client heeds no signal before the first word has come; a model that is being loaded takes long for it. */
class OllamaModel extends ChatOllama {
  override _generate(...[messages, options, runManager]: Parameters<ChatOllama['_generate']>) {
    return withCallSignal(options.signal, () => super._generate(messages, options, runManager));
  }
}

const abortableFetch: typeof fetch = (input, init) => {
  const signals = [init?.signal, callSignal()].filter((signal) => signal != null);
  return fetch(input, { ...init, signal: AbortSignal.any(signals) });
};

/** Models on a machine of one's own, by Ollama. The key is for a proxy in front of it. */
export function ollamaModels(options: VendorOptions): Models {
  const { apiKey, baseUrl = BASE_URL } = options;
  const headers: Record<string, string> = apiKey ? { Authorization: `Bearer ${apiKey}` } : {};
  const models = vendorModels(
    'ollama',
    'Ollama',
    options,
    (client) =>
      new OllamaModel({
        ...client,
        baseUrl,
        headers,
        fetch: abortableFetch,
        numCtx: CONTEXT_TOKENS,
        temperature: 0,
      }),
  );
  return {
    ...models,
    check: () =>
      checkByList({
        title: 'Ollama',
        url: `${baseUrl.replace(/\/+$/, '')}/api/tags`,
        headers,
        // without a tag the newest is meant
        named: ({ models: all }) => all?.flatMap(({ name }) => [name, name?.replace(/:latest$/, '')]),
        models: [options.agentModel, options.routerModel],
        getModel: (name) => `Run: ollama pull ${name}`,
      }),
  };
}
