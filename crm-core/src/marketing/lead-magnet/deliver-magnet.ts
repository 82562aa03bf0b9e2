import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { UpstreamError } from '../../errors.ts';
import type { JobType } from '../../work/define-job.ts';
import { Workspace } from '../../workspace/workspace/workspace.schema.ts';
import { FormSubmission, type FormSubmissionRecord } from '../form-submission/form-submission.schema.ts';
import { mailboxOf, queueMail } from '../outbox/queue-mail.ts';
import { LeadMagnet } from './lead-magnet.schema.ts';
import { magnetAddress } from './magnet-link.ts';

const DAY_MS = 86_400_000;
/** More of them one form does not give. */
const MOST = 20;

/** Mails whoever filled in a form what they did it for. */
export const DELIVER_MAGNET = {
  name: 'deliver_lead_magnet',
  data: z.object({ magnetId: z.string(), submissionId: z.string() }),
} as const satisfies JobType;

/** Has everything mailed that a form gives. Safe to repeat. */
export async function enqueueMagnets(
  crm: CrmCore,
  { id: submissionId, workspaceId, formId }: FormSubmissionRecord,
): Promise<void> {
  const { records } = await crm.records(LeadMagnet).find(systemScope(workspaceId), {
    where: [
      { field: 'formId', op: 'eq', value: formId },
      { field: 'isOn', op: 'eq', value: true },
    ],
    limit: MOST,
  });
  for (const { id: magnetId } of records)
    await crm.enqueue(
      DELIVER_MAGNET,
      { magnetId, submissionId },
      { workspaceId, key: `${magnetId}:${submissionId}` },
    );
}

/**
 * The mail has a link to a page with a button, never the file: programs that look through mail open links, and a link can end.
 *
 * @throws UpstreamError while there is no mailbox that the team sends from
 */
export async function deliverMagnet(
  crm: CrmCore,
  workspaceId: string,
  { magnetId, submissionId }: z.output<typeof DELIVER_MAGNET.data>,
): Promise<void> {
  const scope = systemScope(workspaceId);
  const magnet = (await crm.records(LeadMagnet).getMany(scope, [magnetId])).get(magnetId);
  const submission = (await crm.records(FormSubmission).getMany(scope, [submissionId])).get(submissionId);
  if (!magnet || magnet.isDeleted || !magnet.isOn || !submission || submission.isDeleted) return;
  const mailbox = await mailboxOf(crm, workspaceId);
  if (!mailbox)
    throw new UpstreamError(
      `“${magnet.name}” cannot be mailed: no mailbox is there that the team sends from. Connect one under Settings, Mailboxes.`,
    );
  const until = new Date(crm.now().getTime() + magnet.expiresDays * DAY_MS);
  const { name: company } = await crm.records(Workspace).get(scope, workspaceId);
  await queueMail(crm, workspaceId, {
    accountId: mailbox.id,
    to: [{ address: submission.email }],
    subject: magnet.name,
    text: `Hello,\n\nhere is “${magnet.name}”, which you asked for:\n\n${magnetAddress(crm, magnet, until)}\n\nThe link is good for ${magnet.expiresDays} ${magnet.expiresDays === 1 ? 'day' : 'days'}.\n\n${company}\n`,
    purpose: 'service',
    sendKey: `lead-magnet:${magnetId}:${submissionId}`,
    source: `form:${submission.formId}`,
    ...(submission.contactId && { contactIds: [submission.contactId] }),
  });
}
