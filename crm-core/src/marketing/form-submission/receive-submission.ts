import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { operation, type Scope, systemScope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import type { JobType } from '../../work/define-job.ts';
import { addressField, type FormRecord } from '../form/form.schema.ts';
import { FormSubmission, type FormSubmissionRecord, type touchSchema } from './form-submission.schema.ts';
import { readAnswers } from './read-answers.ts';

/** More than that in a minute for one form is no crowd of people: the rest is put aside, and nobody is mailed. */
const BURST = 60;
const BURST_MS = 60_000;

/** A submission that is to be done. */
export const TAKE_SUBMISSION = {
  name: 'take_submission',
  data: z.object({ submissionId: z.string() }),
} as const satisfies JobType;

/** What a page sends. */
export interface SentForm {
  /** What the page calls it; sent again it is the same submission. */
  clientId: string;
  values: Readonly<Record<string, unknown>>;
  /** The box beside the form's consent text is ticked. */
  isAgreed: boolean;
  touch?: z.output<typeof touchSchema>;
  ip?: string | undefined;
  /** What people do not see was filled in. */
  isTrapped?: boolean;
}

/** Whoever fills in a form has no account; all that they write is text from outside. */
export const senderScope = ({ workspaceId, name }: Pick<FormRecord, 'workspaceId' | 'name'>): Scope => ({
  ...systemScope(workspaceId),
  actor: { type: 'visitor', id: 'visitor', name: `the form “${name}”` },
  channel: 'form',
  outside: `the form “${name}”`,
});

/**
 * Stores what was sent, once for its client id, and has it done. What is taken for spam is stored too, and nothing is done
 * with it; whoever sends it is told the same.
 *
 * @throws InvalidError for answers that the form does not take
 */
export async function receiveSubmission(
  crm: CrmCore,
  form: FormRecord,
  sent: SentForm,
): Promise<FormSubmissionRecord> {
  const values = readAnswers(form.fields, sent.values);
  if (form.doubleOptIn && !sent.isAgreed)
    throw new InvalidError('Please tick the box below the form.', { consent: 'please tick this' });
  const at = crm.now();
  const email = String(values[addressField(form.fields)?.name ?? ''] ?? '');
  const trouble = await spamIn(crm, form, sent, at);
  const isAgreed = form.consentText && sent.isAgreed;
  const scope = { ...senderScope(form), operation: operation(`form.${form.id}.${sent.clientId}`) };
  const made = await crm.records(FormSubmission).create(scope, {
    formId: form.id,
    clientId: sent.clientId,
    email,
    values,
    at,
    status: trouble ? 'spam' : 'new',
    ...(trouble && { trouble }),
    ...(sent.touch && { touch: sent.touch }),
    ...(isAgreed && { consent: { text: form.consentText ?? '', ...(sent.ip && { ip: sent.ip }), at } }),
  });
  if (made.status !== 'spam' && !made.takenAt) await enqueueSubmission(crm, made);
  return made;
}

export const enqueueSubmission = (
  crm: CrmCore,
  { id, workspaceId }: Pick<FormSubmissionRecord, 'id' | 'workspaceId'>,
) => crm.enqueue(TAKE_SUBMISSION, { submissionId: id }, { workspaceId, key: id });

async function spamIn(
  crm: CrmCore,
  form: FormRecord,
  { isTrapped }: SentForm,
  now: Date,
): Promise<string | undefined> {
  if (isTrapped) return 'A field was filled in that people do not see.';
  const lately = await crm.store.model(FormSubmission).countDocuments({
    workspaceId: form.workspaceId,
    isDeleted: false,
    formId: form.id,
    at: { $gt: new Date(now.getTime() - BURST_MS) },
  });
  return lately >= BURST ? `More than ${BURST} came in a minute.` : undefined;
}
