import type { CrmCore } from '../../crm-core.ts';
import { operation, type Scope, systemScope } from '../../entity/scope.ts';
import { Workspace } from '../../workspace/workspace/workspace.schema.ts';
import { Form } from '../form/form.schema.ts';
import { whyNotMany } from '../outbox/may-receive.ts';
import { queueMail } from '../outbox/queue-mail.ts';
import { REFERRAL_PARAMETER, referralLinkOf } from '../referral/note-referral.ts';
import { WaitlistEntry, type WaitlistEntryRecord } from './waitlist-entry.schema.ts';

/** More are invited in several goes. */
export const MOST_INVITED = 500;

export interface NextOnList {
  entries: WaitlistEntryRecord[];
  /** Who waits, and cannot be written to, with the sentence why. */
  out: Array<{ entry: WaitlistEntryRecord; why: string }>;
}

/** Who comes next, and who is passed over. */
export async function nextOnWaitlist(crm: CrmCore, workspaceId: string, count: number): Promise<NextOnList> {
  const next: NextOnList = { entries: [], out: [] };
  let cursor: string | undefined;
  do {
    const page = await crm.records(WaitlistEntry).find(systemScope(workspaceId), {
      where: [{ field: 'status', op: 'eq', value: 'waiting' }],
      sort: 'position',
      limit: 100,
      ...(cursor && { cursor }),
    });
    const recipients = page.records.map(({ email, contactId }) => ({
      address: email,
      ...(contactId && { contactId }),
    }));
    const reasons = await whyNotMany(crm, workspaceId, recipients, { purpose: 'service' });
    for (const [at, entry] of page.records.entries()) {
      if (next.entries.length === count) return next;
      const why = reasons[at]?.text;
      if (why) next.out.push({ entry, why });
      else next.entries.push(entry);
    }
    cursor = page.nextCursor;
  } while (cursor);
  return next;
}

/** What an invitation says. @param link - what the invited may hand on */
export const invitationText = (said: string, company: string, link: string): string =>
  `Hello,

${said}

You may bring others along. Whoever comes by this address was referred by you:
${link}

${company}
`;

/**
 * Invites those whom somebody has approved: each once, whoever calls it how often. Whoever was invited meanwhile is left alone.
 *
 * @param said - what the invitation says
 * @returns how many were invited
 */
export async function inviteFromWaitlist(
  crm: CrmCore,
  scope: Scope,
  ids: readonly string[],
  { accountId, said }: { accountId: string; said: string },
): Promise<number> {
  const { workspaceId } = scope;
  const system = systemScope(workspaceId);
  const entries = await crm.records(WaitlistEntry).getMany(system, [...ids]);
  const { name: company } = await crm.records(Workspace).get(system, workspaceId);
  let invited = 0;
  for (const id of ids) {
    const entry = entries.get(id);
    if (entry?.status !== 'waiting') continue;
    await queueMail(crm, workspaceId, {
      accountId,
      to: [{ address: entry.email }],
      subject: 'Your turn has come',
      text: invitationText(said, company, await linkOf(crm, entry)),
      purpose: 'service',
      sendKey: `waitlist:${id}`,
      source: `form:${entry.formId}`,
      ...(entry.contactId && { contactIds: [entry.contactId] }),
    });
    const own = { ...scope, role: 'system' as const, operation: operation(`waitlist-invited.${id}`) };
    await crm.records(WaitlistEntry).update(own, id, { status: 'invited', invitedAt: crm.now() });
    invited++;
  }
  return invited;
}

/** Where somebody sends others to: the form that they came by, with their code. */
export async function linkOf(
  crm: CrmCore,
  { workspaceId, contactId, formId }: Pick<WaitlistEntryRecord, 'workspaceId' | 'contactId' | 'formId'>,
): Promise<string> {
  const form = (await crm.records(Form).getMany(systemScope(workspaceId), [formId])).get(formId);
  if (!form?.key) return crm.links.address('/');
  const path = `/form/${form.key}`;
  if (!contactId) return crm.links.address(path);
  const { code } = await referralLinkOf(crm, workspaceId, contactId);
  return crm.links.address(`${path}?${REFERRAL_PARAMETER}=${code}`);
}
