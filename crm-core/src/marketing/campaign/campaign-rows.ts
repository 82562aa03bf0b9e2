import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import { EmailMessage } from '../email-message/email-message.schema.ts';
import type { CampaignCounts } from './campaign.schema.ts';
import { CampaignEnrollment, type RowStatus } from './campaign-enrollment.schema.ts';
import { sourceOf } from './campaign-orders.ts';
import type { Placed } from './split-variants.ts';

const BATCH = 500;

/** A recipient as it is stored. */
export interface Row {
  _id: string;
  contactId: string;
  variant?: number;
  dueAt: Date;
  status: RowStatus;
  messageId?: string;
  round: number;
}

export const rowsOf = (crm: CrmCore) => crm.store.model(CampaignEnrollment).collection;

/** Writes down who gets it. What is there already stays as it is. */
export async function writeRows(
  crm: CrmCore,
  { workspaceId, campaignId }: { workspaceId: string; campaignId: string },
  people: ReadonlyArray<Placed & { contactId: string; dueAt: Date }>,
): Promise<void> {
  const now = crm.now();
  for (let from = 0; from < people.length; from += BATCH) {
    const batch = people.slice(from, from + BATCH);
    await rowsOf(crm).bulkWrite(
      batch.map(({ contactId, ...own }) => ({
        updateOne: {
          filter: { _id: rowId(campaignId, contactId) as never },
          update: {
            $setOnInsert: {
              workspaceId,
              campaignId,
              contactId,
              ...own,
              status: 'pending',
              round: 0,
              isDeleted: false,
              version: 1,
              createdAt: now,
              updatedAt: now,
              createdBy: 'system',
            },
          },
          upsert: true,
        },
      })),
      { ordered: false },
    );
  }
}

export const rowId = (campaignId: string, contactId: string): string =>
  idFrom(`campaign:${campaignId}:${contactId}`);

/** Moves a recipient on, unless somebody else has. */
export async function moveRow(
  crm: CrmCore,
  row: Pick<Row, '_id' | 'status'>,
  set: Record<string, unknown> & { status: RowStatus },
  unset: readonly string[] = [],
): Promise<void> {
  await rowsOf(crm).updateOne(
    { _id: row._id as never, status: row.status },
    {
      $set: { ...set, updatedAt: crm.now() },
      ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map((field) => [field, 1])) as never }),
    },
  );
}

/** How many are in which state, and how many of the mails came back. */
export async function countRows(
  crm: CrmCore,
  workspaceId: string,
  campaignId: string,
): Promise<CampaignCounts & { open: number; queued: number }> {
  const [groups, bounced] = await Promise.all([
    rowsOf(crm)
      .aggregate<{ _id: RowStatus; count: number }>([
        { $match: { workspaceId, campaignId } },
        { $group: { _id: '$status', count: { $sum: 1 } } },
      ])
      .toArray(),
    crm.store
      .model(EmailMessage)
      .collection.countDocuments({ workspaceId, source: sourceOf(campaignId), status: 'bounced' }),
  ]);
  const of = (status: RowStatus) => groups.find(({ _id }) => _id === status)?.count ?? 0;
  const [pending, queued] = [of('pending'), of('queued')];
  return {
    audience: groups.reduce((sum, { count }) => sum + count, 0),
    sent: of('sent'),
    skipped: of('skipped'),
    failed: of('failed'),
    unknown: of('unknown'),
    bounced,
    queued,
    open: pending + queued,
  };
}
