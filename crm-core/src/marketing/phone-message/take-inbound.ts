import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { derivedEntry } from '../../entity/derived-values.ts';
import { idFrom } from '../../entity/ids.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { Workspace } from '../../workspace/workspace/workspace.schema.ts';
import { recordConsent } from '../consent/record-consent.ts';
import { suppress } from '../suppression/suppress.ts';
import { addressHash, Suppression } from '../suppression/suppression.schema.ts';
import { PhoneMessage } from './phone-message.schema.ts';

const STOP = /^(?:stop|stopall|stop all|unsubscribe|cancel|end|quit|revoke|optout)$/;
const START = /^(?:start|yes|unstop)$/;
const HELP = /^(?:help|info)$/;
const MOST_LETTERS = 1_600;

export interface InboundText {
  /** Of the vendor. */
  sid: string;
  from: string;
  text: string;
  /** The vendor has answered it by itself. */
  isAnswered: boolean;
}

/**
 * Keeps a text that has come, once for its id. STOP, START and HELP are done at once.
 *
 * @returns what is to be answered
 */
export async function takeInbound(
  crm: CrmCore,
  { workspaceId, credentialId }: { workspaceId: string; credentialId: string },
  { sid, from, text, isAnswered }: InboundText,
): Promise<string | undefined> {
  const now = crm.now();
  const contact = await whoHas(crm, workspaceId, from);
  const id = idFrom(`phone-in:${workspaceId}:${sid}`);
  const document = {
    _id: id,
    workspaceId,
    isDeleted: false,
    version: 1,
    createdAt: now,
    updatedAt: now,
    createdBy: 'system',
    kind: 'sms',
    direction: 'in',
    status: 'received',
    phone: from,
    text: text.slice(0, MOST_LETTERS),
    purpose: 'personal',
    timeZone: 'UTC',
    attempts: 0,
    providerId: sid,
    credentialId,
    sentAt: now,
    ...(contact && { contactId: contact._id, ...(contact.ownerId && { ownerId: contact.ownerId }) }),
  };
  const before = { ...document, status: 'queued' } as unknown as StoredDocument;
  const entry = derivedEntry(
    PhoneMessage,
    workspaceId,
    { document: before, set: { status: 'received' } },
    now,
    false,
  );
  const { upsertedCount } = await crm.store
    .model(PhoneMessage)
    .collection.updateOne(
      { _id: id as never },
      { $setOnInsert: { ...document, ...(entry && { outbox: [entry] }) } as never },
      { upsert: true },
    );
  if (upsertedCount === 0) return undefined;
  if (entry) crm.store.announce({ entity: PhoneMessage, document: before, entry });
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '');
  const scope: Scope = {
    ...systemScope(workspaceId),
    actor: { type: 'visitor', id: 'visitor', name: from },
    channel: 'sms',
  };
  if (STOP.test(word)) await stop(crm, scope, from, contact?._id);
  else if (START.test(word)) await start(crm, workspaceId, from, contact?._id);
  if (isAnswered) return undefined;
  const { name } = await crm.records(Workspace).get(systemScope(workspaceId), workspaceId);
  if (STOP.test(word)) return `You get no more messages of ${name}. START undoes that.`;
  if (HELP.test(word)) return `Messages of ${name}. Answer STOP to get no more.`;
  return undefined;
}

async function stop(crm: CrmCore, scope: Scope, phone: string, contactId: string | undefined): Promise<void> {
  const note = 'They have answered STOP.';
  await suppress(crm, scope, { channel: 'sms', address: phone, scope: 'all', reason: 'stop', note });
  if (contactId)
    await recordConsent(crm, scope, { contactId, channel: 'sms', state: 'withdrawn', how: 'reply' });
}

/** What was said by STOP is taken back; what the team has said stays. */
async function start(
  crm: CrmCore,
  workspaceId: string,
  phone: string,
  contactId: string | undefined,
): Promise<void> {
  const system = systemScope(workspaceId);
  const stored = await crm.store
    .model(Suppression)
    .find({
      workspaceId,
      isDeleted: false,
      channel: 'sms',
      addressHash: addressHash('sms', phone),
      reason: 'stop',
    })
    .lean<Array<{ _id: string }>>();
  for (const { _id } of stored) await crm.records(Suppression).delete(system, _id);
  if (stored.length > 0 && contactId)
    await recordConsent(crm, system, { contactId, channel: 'sms', state: 'given', how: 'reply' });
}

/** Of several with the same number the one that was changed last. */
async function whoHas(crm: CrmCore, workspaceId: string, phone: string) {
  return crm.store
    .model(Contact)
    .findOne({ workspaceId, isDeleted: false, $or: [{ phone }, { otherPhones: phone }] })
    .sort({ updatedAt: -1 })
    .select({ ownerId: 1 })
    .lean<{ _id: string; ownerId?: string }>();
}
