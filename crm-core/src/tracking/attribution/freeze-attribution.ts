import { Contact } from '../../crm/contact/contact.schema.ts';
import { Opportunity, type OpportunityRecord } from '../../crm/opportunity/opportunity.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import {
  FormSubmission,
  type FormSubmissionRecord,
} from '../../marketing/form-submission/form-submission.schema.ts';
import { sourceOf } from '../visit/source-of.ts';
import { TrackingEvent } from '../visit/tracking-event.schema.ts';
import { Attribution, type Conversion, type Touch } from './attribution.schema.ts';
import { type AttributionModel, divide, MODELS, WHOLE_SHARE, weightsOf } from './credits.ts';
import { LOOKBACK_DAYS, type Seen, touchesOf } from './touches-of.ts';

const DAY_MS = 86_400_000;
const MOST_VIEWS = 5_000;
const MOST_PEOPLE = 200;

/** What is credited where no visit is known. */
const UNKNOWN = { source: 'unknown', medium: 'other' } as const;

interface Converted {
  at: Date;
  /** Whose visits led to it. */
  contactIds: readonly string[];
  visitorId?: string | undefined;
  /** Where nothing else is known. */
  touch?: Touch | undefined;
  amountMinor?: number | undefined;
  currency?: string | undefined;
}

/**
 * Keeps what led to a conversion, by every model, as it is known now. What was kept before stays: credit is not rewritten
 * by what happens later.
 *
 * @returns whether it was kept by this call
 */
export async function freezeAttribution(
  crm: CrmCore,
  workspaceId: string,
  conversion: Conversion,
  recordId: string,
): Promise<boolean> {
  const collection = crm.store.model(Attribution).collection;
  const idOf = (model: AttributionModel) =>
    idFrom(`attribution:${workspaceId}:${conversion}:${recordId}:${model}`);
  // the last one is written last: while it is missing, a crash came between
  const lastModel = MODELS[MODELS.length - 1] ?? 'linear';
  if (await collection.findOne({ _id: idOf(lastModel) as never }, { projection: { _id: 1 } })) return false;
  const converted = await (conversion === 'form' ? formOf : dealOf(conversion))(crm, workspaceId, recordId);
  if (!converted) return false;
  const touches = await touchesBefore(crm, workspaceId, converted);
  const { at, amountMinor, currency } = converted;
  const now = crm.now();
  await collection.bulkWrite(
    MODELS.map((model) => ({
      updateOne: {
        filter: { _id: idOf(model) as never },
        update: {
          $setOnInsert: {
            workspaceId,
            conversion,
            recordId,
            model,
            at,
            touches,
            credits: creditsOf(model, touches, at, amountMinor),
            ...(amountMinor !== undefined && { amountMinor }),
            ...(currency && { currency }),
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
    { ordered: true },
  );
  return true;
}

/** What each touch is credited by a model; all together the whole conversion and the whole amount. */
export function creditsOf(
  model: AttributionModel,
  touches: readonly Touch[],
  convertedAt: Date,
  amountMinor?: number,
) {
  const credited = touches.length > 0 ? touches : [{ ...UNKNOWN, at: convertedAt }];
  const weights = weightsOf(
    model,
    credited.map(({ at }) => at),
    convertedAt,
  );
  const shares = divide(WHOLE_SHARE, weights);
  const amounts = amountMinor === undefined ? undefined : divide(amountMinor, weights);
  return credited.map(({ at: _at, ...from }, index) => ({
    ...from,
    share: shares[index] ?? 0,
    ...(amounts && { amountMinor: amounts[index] ?? 0 }),
  }));
}

async function touchesBefore(
  crm: CrmCore,
  workspaceId: string,
  { at, contactIds, visitorId, touch }: Converted,
): Promise<Touch[]> {
  const whose = [
    ...(contactIds.length > 0 ? [{ contactId: { $in: contactIds } }] : []),
    ...(visitorId ? [{ visitorId }] : []),
  ];
  const views =
    whose.length === 0
      ? []
      : await crm.store
          .model(TrackingEvent)
          .find({
            workspaceId,
            $or: whose,
            type: 'page',
            isMachine: false,
            at: { $gte: new Date(at.getTime() - LOOKBACK_DAYS * DAY_MS), $lte: at },
          })
          .select('at visitorId from')
          .sort({ at: -1 })
          .limit(MOST_VIEWS)
          .lean<Seen[]>();
  const found = touchesOf(views, at);
  return found.length > 0 ? found : touch ? [touch] : [];
}

async function formOf(crm: CrmCore, workspaceId: string, id: string): Promise<Converted | undefined> {
  const submission = (await crm.records(FormSubmission).getMany(systemScope(workspaceId), [id])).get(id);
  if (!submission || submission.isDeleted || submission.status === 'spam') return undefined;
  const { at, contactId, touch } = submission;
  return {
    at,
    contactIds: contactId ? [contactId] : [],
    visitorId: touch?.visitorId,
    touch: touchOfForm(submission),
  };
}

/** A form of a page without the tracker says itself where its page was come to from. */
function touchOfForm({ at, touch }: FormSubmissionRecord): Touch | undefined {
  if (!touch?.url || !URL.canParse(touch.url)) return undefined;
  const from = sourceOf(new URL(touch.url), touch.referrer);
  return from && { ...from, at };
}

const dealOf =
  (conversion: 'deal' | 'won') =>
  async (crm: CrmCore, workspaceId: string, id: string): Promise<Converted | undefined> => {
    const deal = (await crm.records(Opportunity).getMany(systemScope(workspaceId), [id])).get(id) as
      | OpportunityRecord
      | undefined;
    if (!deal || deal.isDeleted) return undefined;
    if (conversion === 'won' && deal.status !== 'won') return undefined;
    const { amountMinor, currency } = deal;
    return {
      at: conversion === 'won' ? (deal.closedAt ?? crm.now()) : deal.createdAt,
      contactIds: await peopleOf(crm, workspaceId, deal),
      ...(amountMinor !== undefined && { amountMinor }),
      currency: currency ?? (await crm.facts(workspaceId)).currency,
    };
  };

/** Whoever it is made with; where nobody is named, the people of its company. */
async function peopleOf(
  crm: CrmCore,
  workspaceId: string,
  { contactId, companyId }: Pick<OpportunityRecord, 'contactId' | 'companyId'>,
): Promise<string[]> {
  if (contactId) return [contactId];
  if (!companyId) return [];
  const people = await crm.store
    .model(Contact)
    .find({ workspaceId, companyId, isDeleted: false })
    .select('_id')
    .limit(MOST_PEOPLE)
    .lean<Array<{ _id: string }>>();
  return people.map(({ _id }) => _id);
}
