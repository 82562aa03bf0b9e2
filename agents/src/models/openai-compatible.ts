import { ChatOpenAICompletions } from '@langchain/openai';
import { checkByList } from './check-by-list.ts';
import type { Models } from './models.ts';
import { type VendorOptions, vendorModels } from './vendor-models.ts';

export interface OpenAiCompatibleOptions extends VendorOptions {
  /** Up to and with `/v1`. */
  baseUrl: string;
}

/** OpenAI's models that reason take no other temperature than their own, and refuse the request. */
const HAS_OWN_TEMPERATURE = /^(o\d|gpt-5)/;

/** Whatever speaks OpenAI's chat completions: vLLM, LM Studio, llama.cpp, LocalAI, or OpenAI itself. */
export function openAiCompatibleModels(options: OpenAiCompatibleOptions): Models {
  const { baseUrl } = options;
  // the client insists on a key; a server of one's own rarely has one
  const apiKey = options.apiKey ?? 'none';
  const models = vendorModels(
    'openai-compatible',
    'OpenAI-compatible',
    options,
    (client) =>
      new ChatOpenAICompletions({
        ...client,
        apiKey,
        configuration: { baseURL: baseUrl },
        ...(!HAS_OWN_TEMPERATURE.test(client.model) && { temperature: 0 }),
      }),
  );
  return {
    ...models,
    check: () =>
      checkByList({
        title: 'The model’s provider',
        url: `${baseUrl.replace(/\/+$/, '')}/models`,
        headers: options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {},
        named: ({ data }) => data?.map(({ id }) => id),
        models: [options.agentModel, options.routerModel],
      }),
  };
}
