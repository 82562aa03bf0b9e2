import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { DEMO_WORKSPACE, demoUserId, seedDemo } from '@clianta/crm-core/demo/seed-demo';
import { newId } from '@clianta/crm-core/entity/ids';
import { Reads } from '@clianta/crm-core/entity/reads';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { isSetupNeeded } from '@clianta/crm-core/workspace/create-workspace';
import { buildGraph } from './graph/build-graph.ts';
import { TIME_LIMITS } from './graph/guards.ts';
import type { TurnRuntime } from './graph/turn-runtime.ts';
import { languageContext } from './memory/language-context.ts';
import { embeddedModels } from './models/embedded.ts';
import { catalogue } from './registry.ts';

const OWNER = 'Sam Rivera';

/**
 * The graph for LangGraph's studio (langgraph.json): on a demo company of its own, as its owner. The studio keeps the
 * checkpoints; approvals are resumed there with `{ "decision": "approve" }`.
 */
export async function studioGraph() {
  const { connection } = await openDatabase({
    uri: process.env.MONGODB_URI,
    dataDir: process.env.DATA_DIR ?? '.data/studio',
  });
  const crm = new CrmCore({ connection });
  await crm.store.ensureIndexes();
  if (await isSetupNeeded(crm)) await seedDemo(crm, {});
  const scope: Scope = {
    workspaceId: DEMO_WORKSPACE,
    actor: { type: 'user', id: demoUserId(OWNER), name: OWNER },
    role: 'owner',
    channel: 'studio',
  };
  const conversation = await crm
    .records(Conversation)
    .create(systemScope(DEMO_WORKSPACE), { userId: scope.actor.id, channel: 'studio', externalId: newId() });
  const language = await languageContext(crm, scope, conversation, crm.now());
  const { locale } = await crm.localOf(DEMO_WORKSPACE, scope.actor.id);
  const models = embeddedModels();
  const aRuntime = (): TurnRuntime => {
    const turnId = newId();
    return {
      crm,
      models,
      catalogue,
      scope: { ...scope, turnId, reads: new Reads() },
      turnId,
      conversationId: conversation.id,
      now: crm.now(),
      locale,
      language: { ...language, now: crm.now() },
      earlier: Promise.resolve({ messages: [] }),
      isTainted: false,
      limits: TIME_LIMITS,
      signal: AbortSignal.timeout(TIME_LIMITS.turnMs),
      emit: () => {},
      persist: async () => {},
    };
  };
  return buildGraph(catalogue).withConfig({
    context: {
      // read once for each run: every turn has an id of its own
      get runtime() {
        return aRuntime();
      },
    },
  });
}
