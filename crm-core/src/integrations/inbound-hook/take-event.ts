import { startByHook } from '../../automation/running/start-by-arrival.ts';
import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import { InboundEvent } from './inbound-event.schema.ts';
import { InboundHook } from './inbound-hook.schema.ts';
import { type WrittenRecord, writeRecord } from './write-record.ts';

const WORDS = { added: 'Added', changed: 'Changed', unchanged: 'Nothing new for' };

/**
 * Does what an event asks for: writes its record, then has workflows begin with it. Only then it is done, so a process that
 * ends in between does all of it again, under the same ids.
 *
 * @throws what keeps it from being done
 */
export async function takeEvent(crm: CrmCore, workspaceId: string, id: string): Promise<void> {
  const scope = systemScope(workspaceId);
  const event = (await crm.records(InboundEvent).getMany(scope, [id])).get(id);
  if (event?.status !== 'waiting') return;
  const hook = (await crm.records(InboundHook).getMany(scope, [event.hookId])).get(event.hookId);
  if (!hook || hook.isDeleted) throw new InvalidError('The webhook was removed before the event was done.');
  const body = await bodyOf(crm, id);
  if (body === undefined) throw new InvalidError('What was sent is not kept any more.');
  const { kind, mapping, matchBy } = hook;
  const written = await writeRecord(
    crm,
    {
      ...{ workspaceId, kind, mapping, matchBy, id },
      from: `the webhook “${hook.name}”`,
      channel: 'webhook',
      cause: `hook.${id}`,
    },
    JSON.parse(body),
  );
  await startByHook(crm, workspaceId, { id, at: event.at, hook, entity: hook.kind, recordId: written.id });
  await settle(crm, id, written, hook.kind);
}

async function settle(crm: CrmCore, id: string, written: WrittenRecord, kind: string): Promise<void> {
  const { outcome, title, strangers } = written;
  const told = [
    `${WORDS[outcome]} the ${crm.store.entity(kind).label.one} “${title}”`,
    ...strangers.map((address) => `nobody has the address ${address}`),
  ].join('; ');
  await events(crm).updateOne(
    { _id: id as never, status: 'waiting' },
    {
      $set: {
        status: 'done',
        told: told.slice(0, 1_000),
        recordEntity: kind,
        recordId: written.id,
        updatedAt: crm.now(),
      },
      $unset: { body: '' },
      $inc: { version: 1 },
    },
  );
}

/** It stays as it was sent, so that it can be done again once its webhook is put right. */
export async function failEvent(crm: CrmCore, id: string, message: string): Promise<void> {
  await events(crm).updateOne(
    { _id: id as never, status: 'waiting' },
    {
      $set: { status: 'failed', told: message.slice(0, 1_000), updatedAt: crm.now() },
      $inc: { version: 1 },
    },
  );
}

/** Hidden from whoever reads the record. */
const bodyOf = async (crm: CrmCore, id: string): Promise<string | undefined> =>
  (await crm.store.model(InboundEvent).findOne({ _id: id }).select('body').lean<{ body?: string }>())?.body;

const events = (crm: CrmCore) => crm.store.model(InboundEvent).collection;
