import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import { isKnownPhone } from '../../entity/phone-number.ts';
import { systemScope } from '../../entity/scope.ts';
import { ConflictError, InvalidError } from '../../errors.ts';
import { Attachment } from '../../files/attachment/attachment.schema.ts';
import type { IntegrationCredentialRecord } from '../../integrations/layer/integration-credential.schema.ts';
import { phoneTime } from './phone-hours.ts';
import { PhoneMessage, type PhoneMessageRecord } from './phone-message.schema.ts';
import { MOST_LETTERS } from './segments.ts';
import { SEND_PHONE } from './send-phone-order.ts';

export interface OutgoingPhoneMessage
  extends Pick<PhoneMessageRecord, 'kind' | 'phone' | 'text' | 'purpose' | 'timeZone'> {
  /** What is played instead of the text. */
  fileId?: string;
  contactId?: string;
  ownerId?: string;
  /** Its cause: `turn:<id>`, `workflow:<effect>`. The same again is the same message. */
  sendKey: string;
  source?: string;
  /** Default now; never outside the hours of whoever gets it. */
  dueAt?: Date;
}

/** The account that texts or calls go out by; undefined: none is connected. */
export const phoneAccount = (
  crm: CrmCore,
  workspaceId: string,
  kind: PhoneMessageRecord['kind'],
): Promise<IntegrationCredentialRecord | undefined> =>
  crm.integrations.withFeature(systemScope(workspaceId), kind);

/** @throws ConflictError saying who connects what */
export async function requirePhoneAccount(
  crm: CrmCore,
  workspaceId: string,
  kind: PhoneMessageRecord['kind'],
): Promise<IntegrationCredentialRecord> {
  const found = await phoneAccount(crm, workspaceId, kind);
  if (found) return found;
  const what = kind === 'sms' ? 'Text messages are' : 'Voicemails are';
  throw new ConflictError(
    `${what} not connected yet. An admin connects Twilio under Settings, Integrations; then say it again.`,
  );
}

/** A number that can be called from everywhere. @throws InvalidError */
export function requireCallable(phone: string | undefined, who: string): string {
  const number = phone?.replace(/ ext\..*$/, '');
  if (!number) throw new InvalidError(`${who} has no phone number. Add it, then say it again.`);
  if (isKnownPhone(number)) return number;
  throw new InvalidError(
    `The number of ${who}, ${phone}, has no country code that I know. Change it to one such as +1 415 555 0100.`,
  );
}

/**
 * Puts a text message or a voicemail into the outbox. It goes out once, in the hours of whoever gets it; whether it may is
 * looked at then. Whoever calls this has the approval that it takes.
 *
 * @returns the message's id, the same for the same `sendKey`
 */
export async function queuePhoneMessage(
  crm: CrmCore,
  workspaceId: string,
  message: OutgoingPhoneMessage,
): Promise<{ id: string; dueAt: Date }> {
  const { text, kind, fileId } = message;
  if (text.length > MOST_LETTERS) throw new InvalidError(`A message has at most ${MOST_LETTERS} letters.`);
  if (!text.trim() && !(kind === 'voice' && fileId)) throw new InvalidError('The message says nothing.');
  if (fileId) await crm.records(Attachment).get(systemScope(workspaceId), fileId);
  const now = crm.now();
  const wanted = message.dueAt && message.dueAt > now ? message.dueAt : now;
  const dueAt = phoneTime(wanted, message.timeZone);
  const id = idFrom(`phone:${workspaceId}:${message.sendKey}`);
  const { upsertedCount } = await crm.store.model(PhoneMessage).collection.updateOne(
    { _id: id as never },
    {
      $setOnInsert: {
        ...message,
        workspaceId,
        isDeleted: false,
        version: 1,
        createdAt: now,
        updatedAt: now,
        createdBy: 'system',
        direction: 'out',
        status: 'queued',
        attempts: 0,
        dueAt,
      },
    },
    { upsert: true },
  );
  if (upsertedCount > 0)
    await crm.enqueue(SEND_PHONE, { messageId: id, attempt: 0 }, { workspaceId, key: id, at: dueAt });
  return { id, dueAt };
}
