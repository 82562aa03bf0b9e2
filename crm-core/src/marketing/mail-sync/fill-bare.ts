import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import { recordKeys } from '../../entity/record-keys.ts';
import type { EmailAccountRecord } from '../email-account/email-account.schema.ts';
import { EmailBody } from '../email-message/email-body.schema.ts';
import { EmailMessage } from '../email-message/email-message.schema.ts';
import type { ArrivingMail } from './arriving-mail.ts';
import { autoKindOf } from './auto-kind.ts';
import { findThread } from './find-thread.ts';
import { keepThread } from './keep-thread.ts';
import { isOwn, knownPeople, type OwnPeople } from './known-people.ts';
import { log } from './take-mail.ts';

/** Completes a mail of which only the head was kept. */
export async function fillBare(
  crm: CrmCore,
  account: EmailAccountRecord,
  id: string,
  mail: ArrivingMail,
  own: OwnPeople,
): Promise<void> {
  const { workspaceId, ownerId, sharing } = account;
  const mails = crm.store.model(EmailMessage).collection;
  const now = crm.now();
  const addresses = [mail.from, ...mail.to, ...mail.cc].map(({ address }) => address);
  const known = await knownPeople(
    crm,
    workspaceId,
    addresses.filter((address) => !isOwn(address, own)),
  );
  const threadId = (await findThread(crm, workspaceId, mail)) ?? idFrom(`thread:${workspaceId}:${id}`);
  await crm.store.model(EmailBody).collection.updateOne(
    { _id: id as never },
    {
      $setOnInsert: {
        workspaceId,
        isDeleted: false,
        version: 1,
        createdAt: now,
        updatedAt: now,
        createdBy: 'system',
        outside: `a mail from ${mail.from.address}`,
        peopleIds: [ownerId],
        text: mail.text,
        ...(mail.html !== undefined && { html: mail.html }),
        isShared: sharing === 'full',
      },
    },
    { upsert: true },
  );
  const mine = new Set([account.address, ...account.aliases]);
  const direction = mine.has(mail.from.address) ? ('out' as const) : ('in' as const);
  const autoKind = autoKindOf(mail);
  const { modifiedCount } = await mails.updateOne(
    { _id: id as never, isBare: true },
    {
      $set: {
        threadId,
        subject: mail.subject,
        attachments: mail.attachments,
        contactIds: known.contactIds,
        companyIds: known.companyIds,
        isListed: sharing !== 'private',
        updatedAt: now,
        ...recordKeys(EmailMessage as never, { subject: mail.subject }),
      },
      $unset: { isBare: 1 },
    },
  );
  if (modifiedCount === 0) return;
  await keepThread(crm, threadId, { mail, direction, autoKind, account, known, own });
  await log(crm, account, id, mail, { direction, autoKind, known });
}
