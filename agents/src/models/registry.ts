import { embeddedModels } from './embedded.ts';
import { geminiModels } from './gemini.ts';
import type { Models } from './models.ts';

export interface ModelSettings {
  googleApiKey?: string | undefined;
  googleApiBaseUrl?: string | undefined;
  agentModel: string;
  routerModel: string;
}

/** The rule: with a Google key Gemini, without one the built-in language engine. */
export function chooseModels(settings: ModelSettings): Models {
  if (!settings.googleApiKey) return embeddedModels();
  return geminiModels({
    apiKey: settings.googleApiKey,
    baseUrl: settings.googleApiBaseUrl,
    agentModel: settings.agentModel,
    routerModel: settings.routerModel,
  });
}
