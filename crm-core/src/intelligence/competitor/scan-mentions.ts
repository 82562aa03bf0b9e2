import type { mongo } from 'mongoose';
import { z } from 'zod';
import { Activity, type ActivityRecord } from '../../crm/activity/activity.schema.ts';
import { Opportunity } from '../../crm/opportunity/opportunity.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import type { JobType } from '../../work/define-job.ts';
import {
  CompetitorMention,
  type CompetitorMentionRecord,
} from '../competitor-mention/competitor-mention.schema.ts';
import { Competitor, type CompetitorRecord } from './competitor.schema.ts';
import { competitorsIn } from './names-in-text.ts';

const AT_ONCE = 500;
const DAY_MS = 86_400_000;
/** A new competitor is looked for in what happened since. */
const LOOKED_BACK_DAYS = 365;

/** Looks for competitors in an entry, or for one competitor in all entries of the last year. */
export const SCAN_MENTIONS: JobType<
  z.ZodObject<{ activityId: z.ZodOptional<z.ZodString>; competitorId: z.ZodOptional<z.ZodString> }>
> = {
  name: 'scan_mentions',
  data: z.object({ activityId: z.string().optional(), competitorId: z.string().optional() }),
};

export type Mention = Pick<
  CompetitorMentionRecord,
  'id' | 'competitorId' | 'activityId' | 'opportunityId' | 'companyId' | 'quote' | 'at' | 'isOutside'
>;

const idOf = (activityId: string, competitorId: string) => idFrom(`mention ${activityId} ${competitorId}`);

/** What is said in an entry; what Clianta itself has noted there says nothing of competitors. */
const spokenTextOf = ({ type, subject, body }: Partial<ActivityRecord>): string =>
  type === 'change' ? '' : [subject, body].filter(Boolean).join('\n');

/** Keeps who is named in one entry. Safe to repeat. */
export async function scanActivity(
  crm: CrmCore,
  workspaceId: string,
  activityId: string,
): Promise<Mention[]> {
  const scope = systemScope(workspaceId);
  const [activity] = (await crm.records(Activity).getMany(scope, [activityId])).values();
  if (!activity) return [];
  const { records: competitors } = await crm.records(Competitor).find(scope, { limit: 500 });
  const mentions = await mentionsIn(crm, workspaceId, [activity], competitors);
  await keep(crm, workspaceId, mentions);
  return mentions;
}

/** Looks for one competitor in the entries of the last year, so that one who is new is known from the start. */
export async function scanFor(
  crm: CrmCore,
  workspaceId: string,
  competitorId: string,
  signal?: AbortSignal,
): Promise<void> {
  const scope = systemScope(workspaceId);
  const [competitor] = (await crm.records(Competitor).getMany(scope, [competitorId])).values();
  if (!competitor) return;
  const since = new Date(crm.now().getTime() - LOOKED_BACK_DAYS * DAY_MS);
  let cursor: string | undefined;
  do {
    signal?.throwIfAborted();
    const page = await crm.records(Activity).find(scope, {
      where: [
        { field: 'at', op: 'gte', value: since },
        { field: 'type', op: 'ne', value: 'change' },
      ],
      sort: 'id',
      limit: AT_ONCE,
      ...(cursor && { cursor }),
    });
    await keep(crm, workspaceId, await mentionsIn(crm, workspaceId, page.records, [competitor]));
    cursor = page.nextCursor;
  } while (cursor);
}

async function mentionsIn(
  crm: CrmCore,
  workspaceId: string,
  activities: readonly ActivityRecord[],
  competitors: readonly CompetitorRecord[],
): Promise<Mention[]> {
  const found: Mention[] = [];
  for (const activity of activities)
    for (const { competitor, quote } of competitorsIn(spokenTextOf(activity), competitors)) {
      const opportunityId =
        activity.opportunityId ?? (await onlyOpenDeal(crm, workspaceId, activity.companyId));
      found.push({
        id: idOf(activity.id, competitor.id),
        competitorId: competitor.id,
        activityId: activity.id,
        opportunityId,
        companyId: activity.companyId,
        quote,
        at: activity.at,
        isOutside: activity.outside !== undefined,
      });
    }
  return found;
}

async function onlyOpenDeal(
  crm: CrmCore,
  workspaceId: string,
  companyId: string | undefined,
): Promise<string | undefined> {
  if (!companyId) return undefined;
  const { records } = await crm.records(Opportunity).find(systemScope(workspaceId), {
    where: [
      { field: 'companyId', op: 'eq', value: companyId },
      { field: 'status', op: 'eq', value: 'open' },
    ],
    limit: 2,
  });
  return records.length === 1 ? records[0]?.id : undefined;
}

/** Derived values are written by the system, once for each entry and competitor. */
async function keep(crm: CrmCore, workspaceId: string, mentions: readonly Mention[]): Promise<void> {
  if (mentions.length === 0) return;
  const now = crm.now();
  const made = { workspaceId, version: 1, createdAt: now, createdBy: 'system', isDeleted: false };
  const writes = mentions.map(({ id, ...values }): mongo.AnyBulkWriteOperation => {
    const told = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    return {
      updateOne: {
        filter: { _id: id as never },
        update: { $set: { ...told, updatedAt: now }, $setOnInsert: made },
        upsert: true,
      },
    };
  });
  await crm.store.model(CompetitorMention.name).collection.bulkWrite(writes, { ordered: false });
}
