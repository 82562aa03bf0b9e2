import { ChatGoogleGenerativeAI } from '@langchain/google-genai';
import { callSignal, withCallSignal } from './call-signal.ts';
import { checkByList } from './check-by-list.ts';
import { geminiSchema } from './gemini-schema.ts';
import { lazily } from './listener.ts';
import type { Models } from './models.ts';
import { type VendorOptions, vendorModels } from './vendor-models.ts';

export interface GeminiOptions extends VendorOptions {
  apiKey: string;
}

interface FunctionTool {
  type: 'function';
  function: { name: string; description: string; parameters: Record<string, unknown> };
}

class GeminiModel extends ChatGoogleGenerativeAI {
  /** Declares the tools in the subset of JSON Schema that Gemini takes. */
  override bindTools(tools: FunctionTool[]) {
    const declared = tools.map(({ function: { parameters, ...rest } }) => {
      const schema = geminiSchema(parameters);
      return { type: 'function' as const, function: { ...rest, ...(schema && { parameters: schema }) } };
    });
    return super.bindTools(declared as never);
  }

  // a call that is not streamed would go on after its time is over: the signal does not reach the request

  override _generate(...[messages, options, runManager]: Parameters<ChatGoogleGenerativeAI['_generate']>) {
    return withCallSignal(options.signal, () => super._generate(messages, options, runManager));
  }

  override completionWithRetry(
    ...[request, options]: Parameters<ChatGoogleGenerativeAI['completionWithRetry']>
  ) {
    return super.completionWithRetry(request, { ...options, signal: options?.signal ?? callSignal() });
  }
}

/** Google's Gemini. */
export function geminiModels(options: GeminiOptions): Models {
  const { apiKey, baseUrl, agentModel: model } = options;
  const models = vendorModels(
    'google',
    'Gemini',
    options,
    (client) => new GeminiModel({ ...client, apiKey, temperature: 0, ...(baseUrl && { baseUrl }) }),
  );
  return {
    ...models,
    check: () =>
      checkByList({
        title: 'Gemini',
        url: `${baseUrl?.replace(/\/+$/, '') ?? 'https://generativelanguage.googleapis.com'}/v1beta/models?pageSize=1000`,
        headers: { 'x-goog-api-key': apiKey },
        named: ({ models: all }) => all?.map(({ name }) => name?.replace('models/', '')),
        models: [model, options.routerModel],
        getKey: 'Make one at aistudio.google.com.',
      }),
    listener: lazily(async () =>
      (await import('./gemini-listener.ts')).geminiListener({ apiKey, baseUrl, model }),
    ),
  };
}
