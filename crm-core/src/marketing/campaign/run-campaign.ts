import type { CrmCore } from '../../crm-core.ts';
import { writeDerived } from '../../entity/derived-values.ts';
import { systemScope } from '../../entity/scope.ts';
import type { EmailAccountRecord } from '../email-account/email-account.schema.ts';
import {
  Campaign,
  type CampaignCounts,
  type CampaignRecord,
  type CampaignStatus,
} from './campaign.schema.ts';
import { FEED_CAMPAIGN } from './campaign-orders.ts';
import { countRows, rowsOf } from './campaign-rows.ts';
import { feedOutbox } from './feed-campaign.ts';
import { pauseCampaign } from './halt-campaign.ts';
import { accountOf } from './preview-campaign.ts';
import { settleRows } from './settle-rows.ts';
import { complainedSince } from './unsubscribed.ts';

/** After so many, what comes back says something. */
const ENOUGH = 200;
/** Mailbox providers begin to turn a sender away there. */
const MOST_BOUNCED = 0.05;
/** Gmail's limit. */
const MOST_COMPLAINTS = 0.003;
const SOON_MS = 1_000;
const WAIT_MS = 30_000;

/**
 * One round of a campaign that is going out: what became of the last mails, whether it may go on, the next ones. Ends by
 * ordering the next round. Run again, or twice at once, it puts nobody into the outbox twice.
 *
 * @returns what to tell its owner, where that is something
 */
export async function runCampaign(
  crm: CrmCore,
  workspaceId: string,
  campaignId: string,
): Promise<string | undefined> {
  const system = systemScope(workspaceId);
  const campaign = (await crm.records(Campaign).getMany(system, [campaignId])).get(campaignId);
  if (!campaign || campaign.isDeleted) return undefined;
  await settleRows(crm, workspaceId, campaignId);
  const before = await countRows(crm, workspaceId, campaignId);
  await keepCounts(crm, campaign, before);
  if (campaign.status !== 'running' && campaign.status !== 'waiting') return undefined;
  const alarm = await alarmOf(crm, campaign, before);
  if (alarm) {
    await pauseCampaign(crm, system, campaign, alarm);
    return `“${campaign.name}” is paused: ${alarm}`;
  }
  const account = await accountOf(crm, campaign);
  const trouble = troubleOf(account);
  if (trouble || !account) {
    await become(crm, campaign, 'waiting', trouble);
    // the outbox tries a server again by a mail that waits: there has to be one
    if (account?.sendState === 'paused' && before.queued === 0) await feedOutbox(crm, campaign, account, 1);
    await again(crm, campaign, WAIT_MS);
    return undefined;
  }
  await become(crm, campaign, 'running');
  const fed = await feedOutbox(crm, campaign, account);
  const counts = fed > 0 ? await countRows(crm, workspaceId, campaignId) : before;
  if (counts.open === 0) {
    await keepCounts(crm, campaign, counts);
    await crm.records(Campaign).update(system, campaignId, { status: 'finished', finishedAt: crm.now() });
    return undefined;
  }
  await again(crm, campaign, counts.queued > 0 ? SOON_MS : await quietMs(crm, campaign));
  return undefined;
}

/** Why it must not go on. */
async function alarmOf(
  crm: CrmCore,
  campaign: CampaignRecord,
  { sent, failed, bounced }: CampaignCounts,
): Promise<string | undefined> {
  const tried = sent + failed;
  if (tried < ENOUGH) return undefined;
  const returned = (bounced + failed) / tried;
  if (returned > MOST_BOUNCED)
    return `${(100 * returned).toFixed(1)}% of ${tried} mails came back, more than 5%. Look at who is in the list before it goes on.`;
  const { id: campaignId, workspaceId, startedAt: since = crm.now() } = campaign;
  const complaints = await complainedSince(crm, { workspaceId, campaignId, since });
  if (complaints / tried > MOST_COMPLAINTS)
    return `${complaints} of ${tried} people called it spam, more than 0.3%. Look at whom it goes to before it goes on.`;
  return undefined;
}

function troubleOf(account: EmailAccountRecord | undefined): string | undefined {
  if (!account) return 'Its mailbox is gone.';
  if (account.sendState === 'reconnect') return `${account.address} has to be connected again.`;
  if (account.state === 'paused' || account.sendState === 'paused')
    return `${account.address} cannot send now${account.sendError ? `: ${account.sendError}` : ''}.`;
  return undefined;
}

/** Between running and waiting, which nobody has decided: no change that somebody made. */
async function become(
  crm: CrmCore,
  { id, workspaceId, status }: CampaignRecord,
  next: CampaignStatus,
  because?: string,
): Promise<void> {
  if (status === next) return;
  await crm.store.model(Campaign).collection.updateOne(
    { _id: id as never, workspaceId, status },
    {
      $set: { status: next, ...(because && { because }) },
      ...(!because && { $unset: { because: 1 } }),
    },
  );
}

/** Nothing is in the outbox: until the next one is due. */
async function quietMs(
  crm: CrmCore,
  { id: campaignId, workspaceId, winner }: CampaignRecord,
): Promise<number> {
  const [next] = await rowsOf(crm)
    .find({ workspaceId, campaignId, status: 'pending', ...(!winner && { variant: { $exists: true } }) })
    .sort({ dueAt: 1 })
    .limit(1)
    .toArray();
  const ms = next ? new Date(String(next.dueAt)).getTime() - crm.now().getTime() : WAIT_MS;
  return Math.max(SOON_MS, ms);
}

const again = (crm: CrmCore, { id, workspaceId }: CampaignRecord, ms: number) =>
  crm.enqueue(
    FEED_CAMPAIGN,
    { campaignId: id },
    { workspaceId, key: id, at: new Date(crm.now().getTime() + ms) },
  );

/** Its figures follow from its recipients: writing them is no change that somebody made. */
async function keepCounts(
  crm: CrmCore,
  campaign: CampaignRecord,
  { open: _, queued: __, ...counts }: Awaited<ReturnType<typeof countRows>>,
): Promise<void> {
  const { id, workspaceId } = campaign;
  const document = await crm.store.model(Campaign).findOne({ _id: id, workspaceId }).lean();
  if (!document || JSON.stringify(document.counts) === JSON.stringify(counts)) return;
  await writeDerived(
    crm.store,
    Campaign as never,
    workspaceId,
    [{ document: document as never, set: { counts } }],
    {
      at: crm.now(),
      isBulk: true,
    },
  );
}
