import type { CrmCore } from '@clianta/crm-core/crm-core';
import { ForbiddenError, NotFoundError } from '@clianta/crm-core/errors';
import type { OpenTransport } from '@clianta/crm-core/events/open-transport';
import { membershipsOf } from '@clianta/crm-core/workspace/accounts';
import { type RequestHandler, Router } from 'express';
import { accountOfRequest, requireAccount } from './authentication.ts';
import type { Sessions } from './sessions.ts';

const BOARD_PATH = '/admin/queues';

interface BoardOptions {
  crm: CrmCore;
  sessions: Sessions;
  queues: OpenTransport['queues'];
}

/** What waits in Redis, to look at: events of all workspaces, so for whoever owns all of them. */
export function queueBoard({ crm, sessions, queues }: BoardOptions): Router {
  const router = Router();
  let board: Promise<RequestHandler> | undefined;
  router.use(BOARD_PATH, requireAccount(crm, sessions), async (request, response, next) => {
    await requireOwnerOfAll(crm, accountOfRequest(request).id);
    if (queues().length === 0)
      throw new NotFoundError('queue in Redis', 'here: work waits in the database, see Settings');
    // loaded for the first who looks
    board ??= boardOf(queues);
    return (await board)(request, response, next);
  });
  return router;
}

async function boardOf(queues: OpenTransport['queues']): Promise<RequestHandler> {
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ]);
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(BOARD_PATH);
  // what failed is done again under Settings, where it is told who did it
  const shown = queues().map((queue) => new BullMQAdapter(queue, { readOnlyMode: true }));
  createBullBoard({ queues: shown, serverAdapter });
  return serverAdapter.getRouter() as RequestHandler;
}

async function requireOwnerOfAll(crm: CrmCore, userId: string): Promise<void> {
  const [own, count] = await Promise.all([
    membershipsOf(crm, userId),
    crm.store.model('workspace').countDocuments({ isDeleted: false }),
  ]);
  if (own.length === count && own.every(({ role }) => role === 'owner')) return;
  throw new ForbiddenError(
    'Only an owner of every workspace here sees the queues, which hold the events of all.',
  );
}
