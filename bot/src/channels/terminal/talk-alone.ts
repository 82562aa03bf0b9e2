import { seedDemo } from '@clianta/crm-core/demo/seed-demo';
import { newId } from '@clianta/crm-core/entity/ids';
import { InvalidError } from '@clianta/crm-core/errors';
import { isSetupNeeded } from '@clianta/crm-core/workspace/create-workspace';
import type { Config } from '../../config.ts';
import { conversationOfThread } from '../../inbound/conversations.ts';
import { scopeOfUser } from '../../inbound/identity.ts';
import { Inbound } from '../../inbound.ts';
import { openProduct, processName } from '../../product.ts';
import type { Talk } from './talk.ts';

/** Everything in this process, as the workspace's owner. */
export async function talkAlone(config: Config, thread: string): Promise<Talk> {
  const product = await openProduct(config);
  try {
    const { crm, service } = product;
    if (await isSetupNeeded(crm)) {
      if (!config.CLIANTA_DEMO)
        throw new InvalidError(
          'There is no workspace yet. Run npm start and open its address to set one up.',
        );
      await seedDemo(crm, { password: config.CLIANTA_DEMO_PASSWORD });
    }
    const owner = await crm.store
      .model('teamMember')
      .findOne({ role: 'owner', isDeleted: false })
      .sort({ createdAt: 1 })
      .lean<{ userId: string; workspaceId: string }>();
    if (!owner) throw new InvalidError('The workspace has no owner to speak as.');
    const scope = await scopeOfUser(crm, owner.workspaceId, owner.userId, 'terminal');
    const inbound = new Inbound({
      crm,
      service,
      owner: processName(),
      workspaceOf: async () => owner.workspaceId,
      onStored: async () => {},
      onEvent: async () => {},
    });
    const conversation = await conversationOfThread(crm, scope, {
      externalTeamId: owner.workspaceId,
      threadId: thread,
    });
    return {
      where: 'this process',
      say: (text) => inbound.ask(scope, conversation, { text, externalId: newId() }),
      async close() {
        await inbound.stop(5_000);
        await product.stop();
      },
    };
  } catch (error) {
    await product.stop();
    throw error;
  }
}
