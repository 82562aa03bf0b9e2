import { InvalidError } from '@clianta/crm-core/errors';
import { embeddedModels } from './embedded.ts';
import type { ModelEnv } from './model-env.ts';
import type { ModelProblem, Models } from './models.ts';

type ProviderName = NonNullable<ModelEnv['MODEL_PROVIDER']>;

/**
 * A line each. A vendor's client is loaded only where it is used.
 *
 * @throws InvalidError naming the variable that a provider lacks
 */
export const providers: Readonly<Record<ProviderName, (env: ModelEnv) => Models | Promise<Models>>> = {
  embedded: embeddedModels,
  google: async (env) =>
    (await import('./gemini.ts')).geminiModels({
      apiKey: needed(env, 'MODEL_API_KEY', 'GOOGLE_API_KEY'),
      baseUrl: env.MODEL_BASE_URL ?? env.GOOGLE_API_BASE_URL,
      agentModel: env.MODEL_AGENT ?? env.GEMINI_AGENT_MODEL,
      routerModel: env.MODEL_ROUTER ?? env.GEMINI_ROUTER_MODEL,
    }),
  ollama: async (env) => (await import('./ollama.ts')).ollamaModels(namedBy(env)),
  'openai-compatible': async (env) =>
    (await import('./openai-compatible.ts')).openAiCompatibleModels({
      ...namedBy(env),
      baseUrl: needed(env, 'MODEL_BASE_URL'),
    }),
};

/** The models that the environment names; without a name Gemini where there is a key for it, else the built-in engine. */
export async function chooseModels(env: ModelEnv): Promise<Models> {
  return providers[providerOf(env)](env);
}

/** The variables that a problem of the model in use is about, as they were set. */
export function variablesAbout(env: ModelEnv, about: ModelProblem['about']): string[] {
  const names: ReadonlyArray<keyof ModelEnv> =
    about === 'key'
      ? ['MODEL_API_KEY', 'GOOGLE_API_KEY']
      : ['MODEL_AGENT', 'MODEL_ROUTER', 'GEMINI_AGENT_MODEL', 'GEMINI_ROUTER_MODEL'];
  const isGoogle = providerOf(env) === 'google';
  const own = names.filter((name) => env[name] && (isGoogle || name.startsWith('MODEL_')));
  // the first that is set wins
  return about === 'key' ? own.slice(0, 1) : own;
}

function providerOf({ MODEL_PROVIDER, GOOGLE_API_KEY }: ModelEnv): ProviderName {
  return MODEL_PROVIDER ?? (GOOGLE_API_KEY ? 'google' : 'embedded');
}

function namedBy(env: ModelEnv) {
  const agentModel = needed(env, 'MODEL_AGENT');
  return {
    agentModel,
    routerModel: env.MODEL_ROUTER ?? agentModel,
    baseUrl: env.MODEL_BASE_URL,
    apiKey: env.MODEL_API_KEY,
  };
}

function needed(env: ModelEnv, ...names: Array<keyof ModelEnv>): string {
  const value = names.map((name) => env[name]).find(Boolean);
  if (value) return value;
  throw new InvalidError(`MODEL_PROVIDER=${providerOf(env)} needs ${names.join(' or ')} to be set.`);
}
