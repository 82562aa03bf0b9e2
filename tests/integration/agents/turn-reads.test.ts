import { openCheckpointer } from '@clianta/agents/checkpointer';
import { embeddedModels } from '@clianta/agents/models/embedded';
import { AgentService } from '@clianta/agents/run-turn';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import mongoose from 'mongoose';
import { afterEach, expect, inject } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aCompany, aDeal, aWorkspace } from '../../support/test-crm.ts';

/** Calls of the database in a turn that moves a deal, checkpoints included (51 were too many). */
const MOST_CALLS = 15;

afterEach(() => mongoose.set('debug', false));

/** Counts what the saver asks of the database: a deleted thread is two collections. */
function counted(saver: BaseCheckpointSaver, calls: string[]): BaseCheckpointSaver {
  for (const [name, cost] of [
    ['put', 1],
    ['putWrites', 1],
    ['getTuple', 2],
    ['deleteThread', 2],
  ] as const) {
    const method = (saver[name] as (...given: unknown[]) => Promise<unknown>).bind(saver);
    Object.assign(saver, {
      [name]: (...given: unknown[]) => {
        for (let i = 0; i < cost; i++) calls.push(`checkpoint ${name}`);
        return method(...given);
      },
    });
  }
  return saver;
}

it('reads what it needs once: moving a deal takes at most 15 calls of the database', async ({ db }) => {
  const home = await aWorkspace(db.crm);
  const company = await aCompany(db.crm, home.scope, { name: 'Acme' });
  await aDeal(db.crm, home.scope, { title: 'Acme deal', companyId: company.id });
  const conversation = await db.crm
    .records(Conversation)
    .create(home.system, { userId: home.scope.actor.id, channel: 'web', externalId: newId() });
  const calls: string[] = [];
  const checkpoints = await openCheckpointer(inject('mongoUri'));
  const saver = counted(checkpoints.saver, calls);
  const service = new AgentService({ crm: db.crm, models: embeddedModels(), checkpointer: saver });
  await db.crm.facts(home.workspaceId);
  mongoose.set('debug', (collection: string, method: string) => calls.push(`${collection}.${method}`));
  let said = '';
  const place = { conversationId: conversation.id, conversation, scope: home.scope };
  for await (const event of service.runTurn({
    ...place,
    turnId: newId(),
    message: 'Move the Acme deal to Proposal',
  })) {
    if (event.type === 'done') said = event.result.reply.text;
  }
  mongoose.set('debug', false);
  expect(said).toContain('Proposal');
  expect(calls.length, calls.join('\n')).toBeLessThanOrEqual(MOST_CALLS);
  await checkpoints.stop();
});
