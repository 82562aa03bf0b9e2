import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { exposed, requireAccess } from '../../entity/access.ts';
import { idFrom } from '../../entity/ids.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import type { Scope } from '../../entity/scope.ts';
import { PublicLinks } from '../../secrets/public-links.ts';
import type { JobType } from '../../work/define-job.ts';
import { EVENT_KEPT_DAYS, InboundEvent } from './inbound-event.schema.ts';
import { InboundHook, type InboundHookRecord } from './inbound-hook.schema.ts';

/** Where other systems send events to. */
export const HOOK_PATH = '/hooks';
const TOKEN_BYTES = 32;

/** An event that is to be done. Its key is the event; when an admin has it done again, the round is another. */
export const TAKE_EVENT = {
  name: 'take_inbound_event',
  data: z.object({ eventId: z.string(), round: z.string().max(60) }),
} as const satisfies JobType;

/** Indexes over all workspaces; to be called once at the start. */
export async function prepareInbound(crm: CrmCore): Promise<void> {
  const expireAfterSeconds = EVENT_KEPT_DAYS * 86_400;
  await crm.store.model(InboundEvent).collection.createIndex({ at: 1 }, { expireAfterSeconds });
  await crm.store.model(InboundHook).collection.createIndex({ pathHash: 1 }, { sparse: true });
}

/** Gives a hook a new address, shown this once; one that it had leads nowhere from then on. */
export async function newAddress(crm: CrmCore, scope: Scope, id: string): Promise<string> {
  requireAccess(InboundHook, scope, 'update');
  const { version } = await crm.records(InboundHook).get(scope, id);
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const pathHash = PublicLinks.hashOf(token);
  await crm.records(InboundHook).update({ ...scope, role: 'system' }, id, { pathHash }, { version });
  return crm.links.address(`${HOOK_PATH}/${token}`);
}

/** The hook of whatever workspace that an address leads to. */
export async function hookAt(crm: CrmCore, token: string): Promise<InboundHookRecord | undefined> {
  const found = await crm.store
    .model(InboundHook)
    .findOne({ pathHash: PublicLinks.hashOf(token), isDeleted: false })
    .lean<StoredDocument>();
  return found ? exposed(InboundHook, found) : undefined;
}

/**
 * Stores an event, once for its id, and has it done.
 *
 * @returns whether it is a new one
 */
export async function receiveEvent(
  crm: CrmCore,
  { id: hookId, workspaceId }: InboundHookRecord,
  { eventId, body }: { eventId: string; body: string },
): Promise<boolean> {
  const at = crm.now();
  const id = idFrom(`inbound:${hookId}:${eventId}`);
  const events = crm.store.model(InboundEvent).collection;
  const { upsertedCount } = await events.updateOne(
    { _id: id as never },
    {
      $setOnInsert: {
        workspaceId,
        hookId,
        eventId,
        body,
        bytes: Buffer.byteLength(body),
        status: 'waiting',
        at,
        isDeleted: false,
        version: 1,
        createdAt: at,
        updatedAt: at,
        createdBy: 'system',
      },
    },
    { upsert: true },
  );
  const isNew = upsertedCount > 0;
  // one that comes again, after a crash in between, is enqueued again as the same work
  if (isNew || (await events.findOne({ _id: id as never, status: 'waiting' })))
    await enqueueEvent(crm, workspaceId, id);
  if (isNew)
    // a derived value: setting it is no write of the record
    await crm.store
      .model(InboundHook)
      .collection.updateOne({ _id: hookId as never }, { $max: { lastAt: at } });
  return isNew;
}

export const enqueueEvent = (crm: CrmCore, workspaceId: string, id: string, round = 'first') =>
  crm.enqueue(TAKE_EVENT, { eventId: id, round }, { workspaceId, key: id });

/** Has events that failed done again, after their hook was put right. @returns how many wait now */
export async function takeAgain(
  crm: CrmCore,
  { workspaceId }: Scope,
  ids: readonly string[],
): Promise<number> {
  const now = crm.now();
  let count = 0;
  for (const id of ids) {
    const { matchedCount } = await crm.store
      .model(InboundEvent)
      .collection.updateOne(
        { _id: id as never, workspaceId, status: 'failed' },
        { $set: { status: 'waiting', updatedAt: now }, $inc: { version: 1 } },
      );
    if (matchedCount === 0) continue;
    await enqueueEvent(crm, workspaceId, id, now.toISOString());
    count++;
  }
  return count;
}
