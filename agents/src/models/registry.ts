import { embeddedModels } from './embedded.ts';
import type { Models } from './models.ts';

export interface ModelSettings {
  googleApiKey?: string | undefined;
  googleApiBaseUrl?: string | undefined;
  agentModel: string;
  routerModel: string;
}

/** The rule: with a Google key Gemini, without one the built-in language engine. */
export async function chooseModels(settings: ModelSettings): Promise<Models> {
  if (!settings.googleApiKey) return embeddedModels();
  // the vendor's client is loaded only where there is a key for it
  const { geminiModels } = await import('./gemini.ts');
  return geminiModels({
    apiKey: settings.googleApiKey,
    baseUrl: settings.googleApiBaseUrl,
    agentModel: settings.agentModel,
    routerModel: settings.routerModel,
  });
}
