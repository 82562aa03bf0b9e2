import { Contact, type ContactRecord } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { CliantaError } from '../../errors.ts';
import type { EmailAccountRecord } from '../email-account/email-account.schema.ts';
import { queueMail } from '../outbox/queue-mail.ts';
import { unsubscribeLink } from '../suppression/unsubscribe.ts';
import type { RenderedMail } from '../templates/render-template.ts';
import { Campaign, type CampaignRecord } from './campaign.schema.ts';
import { PAUSED, sourceOf } from './campaign-orders.ts';
import { moveRow, type Row, rowsOf } from './campaign-rows.ts';
import { takeBack } from './halt-campaign.ts';
import { leftOut, type Person } from './left-out.ts';
import { contentOf } from './mail-content.ts';
import { companiesOf, mailsFor } from './people.ts';

/** So many wait in the outbox at most: what is further behind is not written yet, and follows a change of mind. */
const AHEAD = 500;
/** After so many it looks anew whether it still goes on. */
const BATCH = 25;
const HOUR_MS = 3_600_000;

/** Puts those whose time it is into the outbox. @returns how many were taken */
export async function feedOutbox(
  crm: CrmCore,
  campaign: CampaignRecord,
  account: EmailAccountRecord,
  most = AHEAD,
): Promise<number> {
  const { id: campaignId, workspaceId } = campaign;
  const room = Math.min(most, await roomOf(crm, campaign));
  if (room <= 0) return 0;
  const due = (await rowsOf(crm)
    .find({
      workspaceId,
      campaignId,
      status: 'pending',
      dueAt: { $lte: crm.now() },
      // who gets the variant that does best waits until that is known
      ...(!campaign.winner && { variant: { $exists: true } }),
    })
    .sort({ dueAt: 1, _id: 1 })
    .limit(room)
    .toArray()) as unknown as Row[];
  const feed = await feeder(crm, campaign, account);
  for (let from = 0; from < due.length; from += BATCH) {
    if (!(await isGoing(crm, campaign))) break;
    await feed(due.slice(from, from + BATCH));
  }
  // stopped between two looks: what was put in meanwhile must not go
  if (!(await isGoing(crm, campaign))) await takeBack(crm, workspaceId, campaignId, PAUSED);
  return due.length;
}

async function roomOf(
  crm: CrmCore,
  { id: campaignId, workspaceId, perHour }: CampaignRecord,
): Promise<number> {
  const queued = await rowsOf(crm).countDocuments({ workspaceId, campaignId, status: 'queued' });
  if (!perHour) return AHEAD - queued;
  const since = new Date(crm.now().getTime() - HOUR_MS);
  const recent = await rowsOf(crm).countDocuments({ workspaceId, campaignId, queuedAt: { $gt: since } });
  return Math.min(AHEAD - queued, perHour - recent);
}

async function isGoing(crm: CrmCore, { id, workspaceId }: CampaignRecord): Promise<boolean> {
  return (
    (await crm.store
      .model(Campaign)
      .exists({ _id: id, workspaceId, status: { $in: ['running', 'waiting'] } })) !== null
  );
}

/** Writes the mails of some recipients and puts them into the outbox. */
async function feeder(crm: CrmCore, campaign: CampaignRecord, account: EmailAccountRecord) {
  const { workspaceId, topic, purpose } = campaign;
  const system = systemScope(workspaceId);
  const write = await mailsFor(crm, workspaceId, account);
  return async (rows: readonly Row[]): Promise<void> => {
    const found = await crm.records(Contact).getMany(
      system,
      rows.map(({ contactId }) => contactId),
    );
    const people = [...found.values()].filter(isThere) as unknown as Person[];
    const reasons = await leftOut(crm, workspaceId, people, campaign);
    const companies = await companiesOf(crm, workspaceId, people);
    for (const row of rows) {
      const contact = found.get(row.contactId);
      if (!contact || !isThere(contact)) {
        await skip(crm, row, 'the contact or its address is gone');
        continue;
      }
      const reason = reasons.get(contact.id);
      if (reason) {
        await skip(crm, row, reason);
        continue;
      }
      const variant = row.variant ?? campaign.winner?.variant ?? 0;
      const mail = attempt(() =>
        write(contentOf(campaign, variant), contact as never, {
          company: contact.companyId ? companies.get(contact.companyId) : undefined,
          unsubscribe: unsubscribeLink(crm, { workspaceId, address: contact.email, topic: topic ?? '' }),
        }),
      );
      if (typeof mail === 'string') {
        await skip(crm, row, mail);
        continue;
      }
      const messageId = await queueMail(crm, workspaceId, {
        accountId: account.id,
        to: [{ address: contact.email, name: contact.name }],
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        purpose,
        ...(topic && { topic }),
        sendKey: `${sourceOf(campaign.id)}:${contact.id}${row.round > 0 ? `:${row.round}` : ''}`,
        source: sourceOf(campaign.id),
        contactIds: [contact.id],
        ...(contact.companyId && { companyIds: [contact.companyId] }),
      });
      await moveRow(crm, row, { status: 'queued', variant, messageId, queuedAt: crm.now() } as never);
    }
  };
}

type Addressed = ContactRecord & { email: string };
const isThere = (contact: ContactRecord): contact is Addressed =>
  !contact.isDeleted && Boolean(contact.email);

const skip = (crm: CrmCore, row: Row, skipReason: string) =>
  moveRow(crm, row, { status: 'skipped', skipReason: skipReason.slice(0, 300) } as never);

/** The mail; or why there is none for this one. */
function attempt(write: () => RenderedMail): RenderedMail | string {
  try {
    const mail = write();
    return mail.missing.length > 0 ? `${mail.missing.join(' and ')} is empty` : mail;
  } catch (error) {
    if (error instanceof CliantaError) return error.message;
    throw error;
  }
}
