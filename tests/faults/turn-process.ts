import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { defineAgent } from '@clianta/agents/agent';
import { Catalogue } from '@clianta/agents/catalogue';
import { openCheckpointer } from '@clianta/agents/checkpointer';
import { AgentService } from '@clianta/agents/run-turn';
import { type ScriptedCall, ScriptedModel, scriptedModels } from '@clianta/agents/testing/scripted-model';
import { defineTool, type Tool } from '@clianta/agents/tool';
import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { entities } from '@clianta/crm-core/registry';
import { z } from 'zod';

/** What turn-kill.test.ts has this process do. */
export interface TurnProcessOptions {
  mongoUri: string;
  scope: Scope;
  conversationId: string;
  turnId: string;
  isRetry: boolean;
  /** The file that tools write what they did to; this process dies in the tool `die` while there is no such word in it. */
  log: string;
  agent: ScriptedCall[];
  router: ScriptedCall[];
  /** Instead of a message. */
  decide?: { approvalId: string; key: string };
}

const options: TurnProcessOptions = JSON.parse(process.argv[2] ?? '');
/** Nothing that the language engine reads as a command, and broad enough for several agents. */
const MESSAGE = 'Please review the usual things, and then compare everything with the rest';
const did = (what: string) => appendFileSync(options.log, `${what}\n`);

const look = defineTool({
  name: 'look',
  does: 'Looking',
  description: 'Looks at something for the test.',
  input: z.strictObject({}),
  effect: 'read',
  async run() {
    did('look');
    return { text: 'Looked.' };
  },
});
const add: Tool = defineTool({
  name: 'add_person',
  does: 'Adding a person',
  description: 'Adds a person for the test.',
  input: z.strictObject({ name: z.string() }),
  effect: 'write',
  async run({ name }, { crm, scope }) {
    did(`add ${name}`);
    const { id } = await crm.records(Contact).create(scope, { name });
    return { text: `Added ${name}.`, changes: [{ entity: 'contact', id, change: 'created' }] };
  },
});
const die = defineTool({
  name: 'die',
  does: 'Ending the process',
  description: 'Ends the process the first time.',
  input: z.strictObject({}),
  effect: 'write',
  async run() {
    const mark = `${options.log}.died`;
    if (!existsSync(mark)) {
      writeFileSync(mark, '');
      process.kill(process.pid, 'SIGKILL');
      await new Promise(() => {});
    }
    did('survive');
    return { text: 'Survived.' };
  },
});
const ask = defineTool({
  ...die,
  name: 'ask_first',
  effect: 'ask',
  propose: async () => ({
    title: 'End the process',
    preview: { count: 1, sample: [], changes: [] },
    recordIds: [],
  }),
});
const agent = (name: string, ...tools: Tool[]) =>
  defineAgent({ name, description: `${name} for the test.`, instructions: 'x', tools, examples: ['x'] });

const database = await openDatabase({ uri: options.mongoUri, dataDir: '' });
const crm = new CrmCore({ connection: database.connection });
const checkpoints = await openCheckpointer(options.mongoUri);
const agentModel = new ScriptedModel(options.agent);
const routerModel = new ScriptedModel(options.router);
const service = new AgentService({
  crm,
  models: scriptedModels(agentModel, routerModel),
  checkpointer: checkpoints.saver,
  catalogue: new Catalogue(
    [agent('contactAgent', add, ask), agent('dealAgent', die), agent('generalAgent', look)],
    entities,
  ),
});
const { scope, conversationId, turnId, isRetry, decide } = options;
const events: AsyncIterable<TurnEvent> = decide
  ? await service.resumeTurn({
      scope,
      conversationId,
      decision: { approvalId: decide.approvalId, decision: 'approve' },
      key: decide.key,
    })
  : service.runTurn({ scope, conversationId, turnId, isRetry, message: MESSAGE });
for await (const event of events) {
  if (event.type !== 'done') continue;
  agentModel.assertDone();
  routerModel.assertDone();
  process.stdout.write(JSON.stringify(event.result));
}
await checkpoints.stop();
await database.stop();
