import { startByForm } from '../../automation/running/start-by-arrival.ts';
import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import { operation, systemScope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import { type WrittenRecord, writeRecord } from '../../integrations/inbound-hook/write-record.ts';
import { IntentSignal } from '../../intelligence/intent-signal/intent-signal.schema.ts';
import { identifyVisitor } from '../../tracking/visitor/identify-visitor.ts';
import { Form, type FormRecord } from '../form/form.schema.ts';
import { enqueueMagnets } from '../lead-magnet/deliver-magnet.ts';
import { codeIn, noteReferral } from '../referral/note-referral.ts';
import { joinWaitlist } from '../waitlist/join-waitlist.ts';
import { askToConfirm } from './ask-to-confirm.ts';
import { FormSubmission, type FormSubmissionRecord } from './form-submission.schema.ts';
import { senderScope } from './receive-submission.ts';

/**
 * Does what a submission asks for: the contact, what it says of their interest, the workflows that wait for it. Where the form
 * is confirmed by mail, first the mail goes out, and all of that follows once it is confirmed. All ids follow from the
 * submission, and it is marked last: after a crash nothing is done twice.
 *
 * @throws what keeps it from being done
 */
export async function takeSubmission(crm: CrmCore, workspaceId: string, id: string): Promise<void> {
  const scope = systemScope(workspaceId);
  const submission = (await crm.records(FormSubmission).getMany(scope, [id])).get(id);
  if (!submission || submission.isDeleted || submission.status === 'spam' || submission.takenAt) return;
  const form = (await crm.records(Form).getMany(scope, [submission.formId])).get(submission.formId);
  if (!form || form.isDeleted) throw new InvalidError('Its form was removed before it was taken over.');
  if (form.doubleOptIn && submission.status !== 'confirmed')
    await askToConfirm(crm, form as FormRecord, submission);
  else await takeOver(crm, form as FormRecord, submission);
}

async function takeOver(crm: CrmCore, form: FormRecord, submission: FormSubmissionRecord): Promise<void> {
  const { id, workspaceId } = submission;
  const written = await contactOf(crm, form, submission);
  await agree(crm, form, submission, written);
  const signal = { contactId: written.id, type: form.signal, subject: form.name, at: submission.at };
  await createOnce(crm, IntentSignal, senderScope(form), idFrom(`form-signal:${id}`), {
    ...signal,
    eventId: `form:${id}`,
  });
  await startByForm(crm, workspaceId, {
    id,
    at: submission.at,
    form,
    entity: Contact.name,
    recordId: written.id,
  });
  const referredById = await referrerOf(crm, form, submission, written);
  if (form.isWaitlist)
    await joinWaitlist(crm, form, { email: submission.email, contactId: written.id, referredById });
  await enqueueMagnets(crm, submission);
  await knowBrowser(crm, submission, written.id);
  await crm
    .records(FormSubmission)
    .update({ ...senderScope(form), operation: operation(`form-taken.${id}`) }, id, {
      contactId: written.id,
      takenAt: crm.now(),
      trouble: null,
      ...(written.others.length > 0 && { otherValues: written.others }),
    });
}

async function referrerOf(
  crm: CrmCore,
  form: FormRecord,
  { touch, status }: FormSubmissionRecord,
  { id: contactId, outcome }: WrittenRecord,
): Promise<string | undefined> {
  const code = codeIn(touch?.url);
  if (code === undefined) return undefined;
  const arrival = { code, contactId, isNew: outcome === 'added', isConfirmed: status === 'confirmed' };
  return noteReferral(crm, form, arrival);
}

/** Only what came back by mail proves whose browser it was sent from. */
async function knowBrowser(
  crm: CrmCore,
  { workspaceId, status, touch }: FormSubmissionRecord,
  contactId: string,
): Promise<void> {
  if (status !== 'confirmed' || !touch?.visitorId) return;
  await identifyVisitor(crm, workspaceId, touch.visitorId, contactId, { isOnlyFree: true });
}

/** Nothing proves who filled it in: what is known of a person stays, and what differs is kept aside. */
const contactOf = (
  crm: CrmCore,
  form: FormRecord,
  { id, values, email }: FormSubmissionRecord,
): Promise<WrittenRecord> =>
  writeRecord(
    crm,
    {
      id,
      workspaceId: form.workspaceId,
      kind: Contact.name,
      mapping: form.fields.flatMap(({ name, mapsTo }) => (mapsTo ? [{ path: name, field: mapsTo }] : [])),
      matchBy: 'email',
      from: `the form “${form.name}”`,
      channel: 'form',
      cause: `form.${id}`,
      fillsOnly: true,
      isOwn: true,
      whenNew: { name: email, source: form.name, lifecycleStage: 'lead' },
    },
    values,
  );

/**
 * Notes that the person may be written to. Somebody else's address is easily typed: of a person who was known before, only
 * what came back by mail counts.
 */
async function agree(
  crm: CrmCore,
  form: FormRecord,
  { id, consent, status }: FormSubmissionRecord,
  { id: contactId, outcome }: WrittenRecord,
): Promise<void> {
  if (!consent || (status !== 'confirmed' && outcome !== 'added')) return;
  await crm
    .records(Contact)
    .update({ ...senderScope(form), operation: operation(`form-consent.${id}`) }, contactId, {
      consent: 'given',
    });
}

/** It stays as it was sent, so that it can be done again. */
export async function noteTrouble(crm: CrmCore, id: string, message: string): Promise<void> {
  await crm.store
    .model(FormSubmission)
    .collection.updateOne(
      { _id: id as never, takenAt: { $exists: false } },
      { $set: { trouble: message.slice(0, 500) }, $inc: { version: 1 } },
    );
}
