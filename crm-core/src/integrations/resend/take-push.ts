import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { UnauthenticatedError } from '../../errors.ts';
import { noteBounce } from '../../marketing/bounces/note-bounce.ts';
import { EmailMessage } from '../../marketing/email-message/email-message.schema.ts';
import { type OutboxRow, OutboxRows } from '../../marketing/outbox/outbox-rows.ts';
import { suppress } from '../../marketing/suppression/suppress.ts';
import type { Integration } from '../layer/define-integration.ts';
import { isSignedBySvix } from './svix-signature.ts';

/** Which of our mails it is about. */
export const MAIL_TAG = 'mail';

const tagsSchema = z.union([
  z.record(z.string(), z.string()).transform((tags) => tags[MAIL_TAG]),
  z
    .array(z.object({ name: z.string(), value: z.string() }))
    .transform((tags) => tags.find(({ name }) => name === MAIL_TAG)?.value),
]);
const eventSchema = z.object({
  type: z.string(),
  data: z.object({
    to: z.array(z.string()).default([]),
    tags: tagsSchema.optional(),
    bounce: z
      .object({
        type: z.string().optional(),
        subType: z.string().optional(),
        message: z.string().default(''),
      })
      .optional(),
  }),
});
type Event = z.output<typeof eventSchema>;

/** What became of a mail; repeated and late news change nothing. */
export const takeResendPush: NonNullable<Integration['webhook']> = async ({ headers, body }, { crm }) => {
  const event = eventSchema.safeParse(parsed(body)).data;
  const row = event && (await mailOf(crm, event.data.tags));
  const account = row && (await crm.integrations.withFeature(systemScope(row.workspaceId), 'mail', 'resend'));
  const stored = account && (await crm.integrations.store.read(account.workspaceId, account.id));
  const secrets = stored && crm.integrations.store.open(stored);
  const keys = secrets && 'values' in secrets ? [secrets.values.secret, secrets.values.nextSecret] : [];
  const own = keys.flatMap((one) => one || []);
  // nobody learns which mails there are
  if (!event || !row || !isSignedBySvix(own, headers, body, crm.now()))
    throw new UnauthenticatedError('This request is not signed by Resend.');
  await take(crm, row, event);
  return { status: 204 };
};

async function take(crm: CrmCore, row: OutboxRow, { type, data }: Event): Promise<void> {
  const rows = new OutboxRows(crm);
  const { workspaceId } = row;
  // only addresses that the mail went to are believed
  const ours = [...row.to, ...row.cc, ...row.bcc].map(({ address }) => address);
  const to = data.to.map((one) => one.toLowerCase()).filter((one) => ours.includes(one));
  switch (type) {
    case 'email.sent':
    case 'email.delivered':
      if (row.status === 'unknown')
        await rows.end(row, undefined, 'sent', { sentAt: row.sentAt ?? crm.now() });
      return;
    case 'email.bounced': {
      const { type: kind = '', message = '' } = data.bounce ?? {};
      const isForGood = kind === 'Permanent';
      const reply = { code: isForGood ? 550 : 450, status: isForGood ? '5.1.1' : '4.2.0', text: message };
      for (const address of to) await noteBounce(crm, workspaceId, { ...reply, address, mailId: row._id });
      const isAll = to.length === ours.length;
      if (isAll && (row.status === 'sent' || row.status === 'unknown'))
        await rows.end(row, undefined, 'bounced', { why: `${to.join(', ')}: ${message}`.slice(0, 500) });
      return;
    }
    case 'email.complained':
      for (const address of to)
        await suppress(crm, systemScope(workspaceId), { address, scope: 'marketing', reason: 'complaint' });
  }
}

async function mailOf(crm: CrmCore, id: string | undefined): Promise<OutboxRow | undefined> {
  if (!id) return undefined;
  const found = await crm.store
    .model(EmailMessage)
    .findOne({ _id: id, direction: 'out', isDeleted: false })
    .lean<OutboxRow>();
  return found ?? undefined;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
