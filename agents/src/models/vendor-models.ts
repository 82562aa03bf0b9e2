import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { CallHealth } from './call-health.ts';
import { embeddedModel } from './embedded.ts';
import type { Models } from './models.ts';

export interface VendorOptions {
  /** For a proxy, or where a model of one's own listens. */
  baseUrl?: string | undefined;
  apiKey?: string | undefined;
  /** Chooses tools and words answers. */
  agentModel: string;
  /** Small decisions. */
  routerModel: string;
}

/** What every vendor's client is told: we try again ourselves (`askModel`), and know how the calls went. */
export interface ClientOptions {
  model: string;
  maxRetries: 0;
  callbacks: [CallHealth];
}

/**
 * A vendor's two models, with the built-in engine behind them.
 *
 * @param provider - its name in the configuration
 * @param title - its name for people
 */
export function vendorModels(
  provider: string,
  title: string,
  { agentModel, routerModel }: VendorOptions,
  make: (client: ClientOptions) => BaseChatModel,
): Models {
  const calls = new CallHealth();
  const client = (model: string) => make({ model, maxRetries: 0, callbacks: [calls] });
  const agent = client(agentModel);
  const router = routerModel === agentModel ? agent : client(routerModel);
  const routing = routerModel === agentModel ? '' : `, ${routerModel} for routing`;
  return {
    name: agentModel,
    description: `${title}: ${agentModel}${routing}`,
    inUse: { provider, agentModel, routerModel },
    readsHistory: true,
    agentModel: () => agent,
    routerModel: () => router,
    fallbackModel: embeddedModel,
    health: () => calls.health,
  };
}
