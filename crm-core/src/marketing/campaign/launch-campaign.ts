import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import { AudienceEdition, PART_SIZE } from './audience-edition.schema.ts';
import { Campaign, type CampaignRecord, statusInWords } from './campaign.schema.ts';
import { FEED_CAMPAIGN, START_CAMPAIGN } from './campaign-orders.ts';
import type { CampaignPreview } from './preview-campaign.ts';

/**
 * Keeps whom a campaign was shown to go to, so that it is they who get it and nobody else. Kept again under the same id it
 * changes nothing.
 */
export async function freezeAudience(
  crm: CrmCore,
  { id: campaignId, workspaceId }: CampaignRecord,
  editionId: string,
  { people, exclusions }: Pick<CampaignPreview, 'people' | 'exclusions'>,
): Promise<void> {
  const editions = crm.store.model(AudienceEdition).collection;
  const now = crm.now();
  for (let part = 0; part === 0 || part * PART_SIZE < people.length; part++) {
    const contactIds = people.slice(part * PART_SIZE, (part + 1) * PART_SIZE).map(({ id }) => id);
    await editions.updateOne(
      { _id: `${editionId}:${part}` as never },
      {
        $setOnInsert: {
          workspaceId,
          campaignId,
          editionId,
          part,
          contactIds,
          exclusions: part === 0 ? exclusions.map(({ reason, count }) => ({ reason, count })) : [],
          isDeleted: false,
          version: 1,
          createdAt: now,
          updatedAt: now,
          createdBy: 'system',
        },
      },
      { upsert: true },
    );
  }
}

/** Everybody of a frozen audience, in its order. */
export async function frozenIds(crm: CrmCore, workspaceId: string, editionId: string): Promise<string[]> {
  const parts = await crm.store
    .model(AudienceEdition)
    .find({ workspaceId, editionId })
    .sort({ part: 1 })
    .lean<Array<{ contactIds: string[] }>>();
  return parts.flatMap(({ contactIds }) => contactIds);
}

/** Who was left out when it was frozen, by reason. */
export async function frozenExclusions(
  crm: CrmCore,
  workspaceId: string,
  editionId: string,
): Promise<Array<{ reason: string; count: number }>> {
  const first = await crm.store
    .model(AudienceEdition)
    .findOne({ workspaceId, editionId, part: 0 })
    .lean<{ exclusions?: Array<{ reason: string; count: number }> }>();
  return first?.exclusions ?? [];
}

/**
 * Somebody has said yes: it starts at its time. What they said yes to is the content as it is in this very version and the
 * people of the edition.
 *
 * @throws StaleVersionError when it was changed since
 */
export async function launchCampaign(
  crm: CrmCore,
  scope: Scope,
  campaign: CampaignRecord,
  { editionId, startsAt, accountId }: { editionId: string; startsAt: Date; accountId: string },
): Promise<CampaignRecord> {
  const { id, workspaceId, status, name } = campaign;
  if (status !== 'draft' && status !== 'missed')
    throw new InvalidError(`“${name}” is ${status}; only a draft is sent.`);
  const count = (await frozenIds(crm, workspaceId, editionId)).length;
  if (count === 0) throw new InvalidError(`Nobody would get “${name}”.`);
  // settled before: it is the mailbox that was shown
  const own = campaign.accountId
    ? campaign
    : await crm.records(Campaign).update(scope, id, { accountId }, { version: campaign.version });
  const scheduled = await crm.records(Campaign).update(
    scope,
    id,
    {
      status: 'scheduled',
      startsAt,
      because: null,
      editionId,
      approved: {
        contentVersion: own.contentVersion,
        count,
        byId: scope.actor.id,
        at: crm.now(),
      },
    },
    { version: own.version },
  );
  await crm.enqueue(START_CAMPAIGN, { campaignId: id, editionId }, { workspaceId, key: id, at: startsAt });
  return scheduled;
}

/**
 * Goes on with what was paused, with its content as it is now: somebody has said yes to that.
 *
 * @throws InvalidError when it is not paused
 */
export async function resumeCampaign(
  crm: CrmCore,
  scope: Scope,
  { id, workspaceId, name, status, version, contentVersion, editionId }: CampaignRecord,
): Promise<CampaignRecord> {
  if (status !== 'paused' || !editionId)
    throw new InvalidError(`“${name}” is ${statusInWords(status)}, not paused.`);
  const now = crm.now();
  const count = (await frozenIds(crm, workspaceId, editionId)).length;
  const resumed = await crm.records(Campaign).update(
    scope,
    id,
    {
      status: 'running',
      because: null,
      approved: { contentVersion, count, byId: scope.actor.id, at: now },
    },
    { version },
  );
  await crm.enqueue(FEED_CAMPAIGN, { campaignId: id }, { workspaceId, key: id, at: now });
  return resumed;
}
