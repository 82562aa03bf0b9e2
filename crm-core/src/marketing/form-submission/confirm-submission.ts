import type { CrmCore } from '../../crm-core.ts';
import { exposed } from '../../entity/access.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { operation, systemScope } from '../../entity/scope.ts';
import { ConflictError } from '../../errors.ts';
import { PublicLinks } from '../../secrets/public-links.ts';
import { Form, type FormRecord } from '../form/form.schema.ts';
import { CONFIRM_DAYS, FormSubmission, type FormSubmissionRecord } from './form-submission.schema.ts';
import { enqueueSubmission, senderScope } from './receive-submission.ts';

const DAY_MS = 86_400_000;

/** A submission that can be confirmed, and the form that it was sent by. */
export interface Confirmable {
  submission: FormSubmissionRecord;
  form: FormRecord;
  isOver: boolean;
}

/** What a mailed address leads to, of whatever workspace. */
export async function confirmableAt(crm: CrmCore, token: string): Promise<Confirmable | undefined> {
  const found = await crm.store
    .model(FormSubmission)
    .findOne({ confirmHash: PublicLinks.hashOf(token), isDeleted: false })
    .lean<StoredDocument>();
  if (!found) return undefined;
  const submission = exposed(FormSubmission, found);
  const { workspaceId, formId, mailedAt, status } = submission;
  const form = (await crm.records(Form).getMany(systemScope(workspaceId), [formId])).get(formId);
  if (!form || form.isDeleted) return undefined;
  const end = (mailedAt?.getTime() ?? 0) + CONFIRM_DAYS * DAY_MS;
  const isOver = status !== 'confirmed' && end < crm.now().getTime();
  return { submission, form: form as FormRecord, isOver };
}

/**
 * Takes the confirmation; the same again changes nothing.
 *
 * @throws ConflictError when it is too late
 */
export async function confirmSubmission(
  crm: CrmCore,
  { submission, form, isOver }: Confirmable,
  ip: string | undefined,
): Promise<void> {
  if (isOver)
    throw new ConflictError(
      'This could be confirmed for seven days, which are over. Please fill in the form again.',
    );
  if (submission.status === 'pending') {
    const { id, consent } = submission;
    const scope = { ...senderScope(form), operation: operation(`form-confirmed.${id}`) };
    await crm.records(FormSubmission).update(scope, id, {
      status: 'confirmed',
      confirmedAt: crm.now(),
      ...(consent && { consent: { ...consent, ...(ip && { confirmedFrom: ip }) } }),
    });
  }
  if (!submission.takenAt) await enqueueSubmission(crm, submission);
}
