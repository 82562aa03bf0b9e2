import type { CrmCore } from '../../crm-core.ts';
import { duplicateKey } from '../../entity/conflicts.ts';
import { createOnce } from '../../entity/create-once.ts';
import { derivedEntry } from '../../entity/derived-values.ts';
import { idFrom } from '../../entity/ids.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { systemScope } from '../../entity/scope.ts';
import { IntentSignal } from '../../intelligence/intent-signal/intent-signal.schema.ts';
import type { OutboxRow } from '../outbox/outbox-rows.ts';
import { MailTouch, type MailTouchRecord } from './mail-touch.schema.ts';

/** Looks within one minute are one. */
const MINUTE_MS = 60_000;
/** Three links within so long are more than anybody reads. */
const HURRY_MS = 10_000;
const MOST_LINKS = 3;

type Touch = Pick<MailTouchRecord, 'kind'> & { which: string; url?: string; why: string | undefined };

/** Keeps that a mail was opened or a link followed; what a person did is a sign of interest as well. */
export async function noteTouch(
  crm: CrmCore,
  row: OutboxRow,
  { which, why, kind, url }: Touch,
): Promise<void> {
  const now = crm.now();
  const hurry = kind === 'click' && !why ? await inHurry(crm, row, which, now) : [];
  const reason = why ?? (hurry.length >= MOST_LINKS - 1 ? 'three links within ten seconds' : undefined);
  // a machine's look takes no person's place
  const eventId = `${row._id}:${kind}:${which}:${Math.floor(now.getTime() / MINUTE_MS)}${reason ? ':m' : ''}`;
  const { workspaceId, source } = row;
  const contactId = row.contactIds.length === 1 ? row.contactIds[0] : undefined;
  const touch = {
    mailId: row._id,
    kind,
    at: now,
    isMachine: reason !== undefined,
    eventId,
    ...(contactId && { contactId }),
    ...(source && { source }),
    ...(url && { url }),
    ...(reason && { why: reason }),
  };
  if (!(await insert(crm, workspaceId, touch))) return;
  if (reason) return takeBack(crm, workspaceId, hurry, reason);
  if (!contactId) return;
  await createOnce(crm, IntentSignal, systemScope(workspaceId), signalId(workspaceId, eventId), {
    contactId,
    type: kind === 'open' ? 'emailOpen' : 'click',
    subject: (kind === 'click' ? (url ?? '') : row.subject).slice(0, 300),
    at: now,
    eventId,
  });
}

const signalId = (workspaceId: string, eventId: string) => idFrom(`mail-touch:${workspaceId}:${eventId}`);

async function insert(crm: CrmCore, workspaceId: string, touch: Record<string, unknown>): Promise<boolean> {
  const now = crm.now();
  const document = {
    ...touch,
    _id: idFrom(`touch:${workspaceId}:${touch.eventId}`),
    workspaceId,
    isDeleted: false,
    version: 1,
    createdAt: now,
    updatedAt: now,
    createdBy: 'system',
  } as unknown as StoredDocument;
  // before it there was none
  const before = { ...document, kind: undefined };
  const entry = derivedEntry(
    MailTouch,
    workspaceId,
    { document: before, set: { kind: touch.kind } },
    now,
    true,
  );
  try {
    await crm.store
      .model(MailTouch)
      .collection.insertOne({ ...document, ...(entry && { outbox: [entry] }) } as never);
  } catch (error) {
    if (duplicateKey(error)) return false;
    throw error;
  }
  if (entry) crm.store.announce({ entity: MailTouch, document, entry });
  return true;
}

/** Other links of the mail that were followed just now, by what seemed a person. */
function inHurry(crm: CrmCore, { workspaceId, _id }: OutboxRow, which: string, now: Date) {
  return crm.store
    .model(MailTouch)
    .find({
      workspaceId,
      mailId: _id,
      kind: 'click',
      at: { $gte: new Date(now.getTime() - HURRY_MS) },
      eventId: { $not: new RegExp(`:click:${which}:`) },
    })
    .lean<Array<{ _id: string; eventId: string }>>();
}

/** What seemed a person's was a machine's, too. */
async function takeBack(
  crm: CrmCore,
  workspaceId: string,
  touches: ReadonlyArray<{ _id: string; eventId: string }>,
  why: string,
): Promise<void> {
  if (touches.length < MOST_LINKS - 1) return;
  await crm.store
    .model(MailTouch)
    .collection.updateMany(
      { _id: { $in: touches.map(({ _id }) => _id as never) } },
      { $set: { isMachine: true, why } },
    );
  const signals = crm.records(IntentSignal);
  const scope = systemScope(workspaceId);
  const ids = touches.map(({ eventId }) => signalId(workspaceId, eventId));
  for (const { id, isDeleted } of (await signals.getMany(scope, ids)).values())
    if (!isDeleted) await signals.delete(scope, id);
}
