import type { CrmCore } from '../../crm-core.ts';
import { operation } from '../../entity/scope.ts';
import { UpstreamError } from '../../errors.ts';
import { PublicLinks } from '../../secrets/public-links.ts';
import { Workspace } from '../../workspace/workspace/workspace.schema.ts';
import type { FormRecord } from '../form/form.schema.ts';
import { mailboxOf, queueMail } from '../outbox/queue-mail.ts';
import { CONFIRM_DAYS, FormSubmission, type FormSubmissionRecord } from './form-submission.schema.ts';
import { senderScope } from './receive-submission.ts';

/** Where whoever filled in a form says that it was them. */
export const CONFIRM_PATH = '/confirm';

/** So many such mails one address gets in a day: others could have it mailed by filling in forms. */
const MOST_A_DAY = 3;
const DAY_MS = 86_400_000;

/**
 * Mails the address where it is confirmed. Nothing that was typed into the form stands in the mail, which would carry it to
 * whoever's address it is.
 *
 * @throws UpstreamError while there is no mailbox that the team sends from
 */
export async function askToConfirm(
  crm: CrmCore,
  form: FormRecord,
  { id, email, mailedAt }: FormSubmissionRecord,
): Promise<void> {
  const { workspaceId } = form;
  const scope = { ...senderScope(form), operation: operation(`form-asked.${id}`) };
  const submissions = crm.records(FormSubmission);
  if (mailedAt) return;
  if ((await askedLately(crm, workspaceId, email)) >= MOST_A_DAY) {
    const trouble = `This address was asked to confirm ${MOST_A_DAY} times in a day already.`;
    const aside = { ...scope, operation: operation(`form-aside.${id}`) };
    await submissions.update(aside, id, { status: 'spam', trouble });
    return;
  }
  const mailbox = await mailboxOf(crm, workspaceId);
  if (!mailbox) {
    throw new UpstreamError(
      'It cannot be confirmed: no mailbox is there that the team sends from. Connect one under Settings, Mailboxes.',
    );
  }
  const token = crm.links.token(`${FormSubmission.name}:${id}`);
  const { name } = await crm.records(Workspace).get(scope, workspaceId);
  await queueMail(crm, workspaceId, {
    accountId: mailbox.id,
    to: [{ address: email }],
    subject: `Please confirm: ${form.name}`,
    text: confirmText(name, form.name, crm.links.address(`${CONFIRM_PATH}/${token}`)),
    purpose: 'service',
    sendKey: `form-confirm:${id}`,
    source: `form:${form.id}`,
  });
  await submissions.update(scope, id, {
    status: 'pending',
    mailedAt: crm.now(),
    confirmHash: PublicLinks.hashOf(token),
    trouble: null,
  });
}

const askedLately = ({ store, now }: CrmCore, workspaceId: string, email: string): Promise<number> =>
  store.model(FormSubmission).countDocuments({
    workspaceId,
    email,
    mailedAt: { $gt: new Date(now().getTime() - DAY_MS) },
  });

const confirmText = (company: string, form: string, address: string): string =>
  `Hello,

somebody filled in the form “${form}” of ${company} with this e-mail address. If it was you, please confirm it here within ${CONFIRM_DAYS} days:

${address}

If it was not you, there is nothing to do: without a confirmation nothing follows.

${company}
`;
