import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { seedDemo } from '@clianta/crm-core/demo/seed-demo';
import { InvalidError } from '@clianta/crm-core/errors';
import { isSetupNeeded } from '@clianta/crm-core/workspace/create-workspace';
import { scopeOfUser } from '@clianta/crm-core/workspace/scope-of-user';
import { errorBody } from '../../api/http-error.ts';
import type { IncomingMessage, Receipt } from '../../channel.ts';
import type { Config } from '../../config.ts';
import { keptFiles } from '../../inbound/incoming-files.ts';
import { choiceInput, decisionInput } from '../../inbound/inputs.ts';
import { Inbound } from '../../inbound.ts';
import { openProduct, processName } from '../../product.ts';
import { drawTurn } from './draw-turn.ts';
import type { TerminalHost } from './host.ts';
import { NO_UNDO } from './no-undo.ts';
import { UNREAD_ONES } from './notice-teller.ts';

const STOP_MS = 5_000;

/** Everything in this process, as the workspace's owner. */
export async function hostAlone(config: Config, isLong: boolean): Promise<TerminalHost> {
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
    const { workspaceId, userId } = owner;
    const inbound = new Inbound({
      crm,
      service,
      owner: processName(),
      bus: product.bus,
      workspaceOf: async () => workspaceId,
    });
    // reminders fall due while somebody talks; a single question is not kept waiting for it
    if (isLong && config.JOBS) await product.startJobs(() => {});
    const scope = await scopeOfUser(crm, workspaceId, userId, 'terminal');
    const notices = crm.records(Notice);
    return {
      where: 'this process',
      workspaceId,
      userId,
      notices: {
        everyMs: 3_000,
        unread: async () => (await notices.find(scope, UNREAD_ONES)).records,
        async seen(ids) {
          for (const id of ids) await notices.update(scope, id, { state: 'read' });
        },
      },
      async serve(channel) {
        // on a shared database a server may run the turn: what comes of it is waited for, not handed to a channel here
        await inbound.start([]);
        const ask = async (
          one: Pick<IncomingMessage, 'thread' | 'externalId' | 'channel' | 'files'>,
          input: { text: string; action?: Record<string, unknown> },
        ): Promise<Receipt> => {
          const { thread, externalId } = one;
          try {
            const now = await scopeOfUser(crm, workspaceId, userId, 'terminal');
            const files = one.files && (await keptFiles(crm, now, one));
            const events = await inbound.ask(now, thread, { ...input, ...(files && { files }), externalId });
            void drawTurn(channel, thread, externalId, events);
            return { isTaken: true, messageId: externalId, turnId: externalId, isDuplicate: false };
          } catch (error) {
            return { isTaken: false, problem: errorBody(error).body.error };
          }
        };
        await channel.start({
          message: (one) => ask(one, { text: one.text }),
          decision: (one) => ask(one, decisionInput(one.decision)),
          undo: async () => NO_UNDO,
          choice: (one) => ask(one, choiceInput(one.choice)),
        });
      },
      async close() {
        await inbound.stop(STOP_MS);
        await product.stop();
      },
    };
  } catch (error) {
    await product.stop();
    throw error;
  }
}
