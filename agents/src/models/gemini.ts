import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { ChatGoogleGenerativeAI } from '@langchain/google-genai';
import { CallHealth } from './call-health.ts';
import { embeddedModel } from './embedded.ts';
import { geminiSchema } from './gemini-schema.ts';
import type { Models, ModelTurn } from './models.ts';

export interface GeminiOptions {
  apiKey: string;
  /** For a proxy; default Google's own address. */
  baseUrl?: string | undefined;
  /** Chooses tools and words answers. */
  agentModel: string;
  /** Small decisions. */
  routerModel: string;
}

interface FunctionTool {
  type: 'function';
  function: { name: string; description: string; parameters: Record<string, unknown> };
}

/** Declares the tools in the subset of JSON Schema that Gemini takes. */
class GeminiModel extends ChatGoogleGenerativeAI {
  override bindTools(tools: FunctionTool[]) {
    const declared = tools.map(({ function: { parameters, ...rest } }) => {
      const schema = geminiSchema(parameters);
      return { type: 'function' as const, function: { ...rest, ...(schema && { parameters: schema }) } };
    });
    return super.bindTools(declared as never);
  }
}

/** Google's Gemini through LangChain; the built-in engine takes over when it does not answer. */
export function geminiModels(options: GeminiOptions): Models {
  const calls = new CallHealth();
  const make = (model: string): BaseChatModel =>
    new GeminiModel({
      model,
      apiKey: options.apiKey,
      temperature: 0,
      maxRetries: 1,
      callbacks: [calls],
      ...(options.baseUrl && { baseUrl: options.baseUrl }),
    });
  const agent = make(options.agentModel);
  const router = make(options.routerModel);
  return {
    name: options.agentModel,
    description: `${options.agentModel}, ${options.routerModel} for routing`,
    readsHistory: true,
    agentModel: () => agent,
    routerModel: () => router,
    fallbackModel: (turn: ModelTurn) => embeddedModel(turn),
    health: () => calls.health,
  };
}
