import { Contact, type ContactRecord } from '../../crm/contact/contact.schema.ts';
import { Opportunity, type OpportunityRecord } from '../../crm/opportunity/opportunity.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { writeDerived } from '../../entity/derived-values.ts';
import { idFrom } from '../../entity/ids.ts';
import { UserAction } from '../../tracking/user-action/user-action.schema.ts';
import {
  LifecycleHistory,
  type LifecycleHistoryRecord,
} from '../lifecycle-history/lifecycle-history.schema.ts';
import type { ScoredLead } from './score-contacts.ts';

type Stage = ContactRecord['lifecycleStage'];
type Cause = LifecycleHistoryRecord['cause'];

/** In the order that a lead takes them; steps are only ever forward. */
const STAGES: readonly Stage[] = ['lead', 'mql', 'sql', 'opportunity', 'customer'];
/** More interest than this makes a lead one for marketing, whatever its grade. */
const INTERESTED = 50;

/** What is known of a lead beside its score. */
interface Progress {
  deals: readonly Pick<OpportunityRecord, 'status'>[];
  /** Somebody of the team has called, met or written to the person. */
  isContacted: boolean;
}

/** How far a lead has come, and by what; undefined where it is as far already. */
export function nextStage(
  { contact, score, signals }: Pick<ScoredLead, 'contact' | 'score' | 'signals'>,
  { deals, isContacted }: Progress,
): { to: Stage; cause: Cause } | undefined {
  const isGood = score.grade === 'A' || score.grade === 'B';
  const steps: Array<{ to: Stage; cause: Cause; holds: boolean }> = [
    { to: 'customer', cause: 'deal won', holds: deals.some(({ status }) => status === 'won') },
    { to: 'opportunity', cause: 'deal created', holds: deals.length > 0 },
    { to: 'sql', cause: 'sales activity', holds: score.grade === 'A' && isContacted },
    { to: 'mql', cause: 'form', holds: signals.some(({ type }) => type === 'form') },
    { to: 'mql', cause: 'score', holds: isGood || score.intent > INTERESTED },
  ];
  const step = steps.find(({ holds }) => holds);
  return step && STAGES.indexOf(step.to) > STAGES.indexOf(contact.lifecycleStage)
    ? { to: step.to, cause: step.cause }
    : undefined;
}

/** Takes leads the steps that they have earned, and keeps why. A stage that a person has chosen stays. */
export async function stepLifecycles(
  crm: CrmCore,
  workspaceId: string,
  leads: readonly ScoredLead[],
  { isBulk }: { isBulk: boolean },
): Promise<void> {
  const ids = leads.map(({ contact }) => contact._id);
  const of = { workspaceId, contactId: { $in: ids } };
  const [deals, chosen] = await Promise.all([
    crm.store
      .model(Opportunity.name)
      .find({ ...of, isDeleted: false })
      .select('contactId status')
      .lean<Array<Pick<OpportunityRecord, 'status' | 'contactId'>>>(),
    // the audit log knows of a choice before anybody is told of it
    crm.store.model(UserAction.name).distinct('recordId', {
      workspaceId,
      entity: Contact.name,
      recordId: { $in: ids },
      change: 'updated',
      'after.lifecycleStage': { $exists: true },
    }),
  ]);
  const isChosen = new Set(chosen.map(String));
  const dealsOf = new Map<string, Array<Pick<OpportunityRecord, 'status'>>>();
  for (const deal of deals)
    if (deal.contactId) dealsOf.set(deal.contactId, [...(dealsOf.get(deal.contactId) ?? []), deal]);
  const steps = leads.flatMap((lead) => {
    const { contact } = lead;
    const next = isChosen.has(contact._id)
      ? undefined
      : nextStage(lead, {
          deals: dealsOf.get(contact._id) ?? [],
          isContacted: Boolean(contact.lastContactedAt),
        });
    return next ? [{ contact, ...next }] : [];
  });
  const at = crm.now();
  // whoever has changed the contact meanwhile has it looked at again
  const { told } = await writeDerived(
    crm.store,
    crm.store.entity(Contact.name),
    workspaceId,
    steps.map(({ contact, to }) => ({ document: contact, set: { lifecycleStage: to }, isOfVersion: true })),
    { at, isBulk },
  );
  await keepSteps(
    crm,
    workspaceId,
    steps.flatMap(({ contact: { _id: contactId, lifecycleStage: from }, to, cause }) =>
      told.has(contactId) ? [{ contactId, from, to, cause, byId: 'system', at }] : [],
    ),
  );
}

type Step = Pick<LifecycleHistoryRecord, 'contactId' | 'to' | 'cause' | 'byId' | 'at'> & {
  from?: string | undefined;
  /** The same for the same step. Default: that the contact came to that stage from this one. */
  id?: string;
};

/** Keeps the steps that contacts took; safe to repeat. */
export async function keepSteps(crm: CrmCore, workspaceId: string, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return;
  const now = crm.now();
  await crm.store.model(LifecycleHistory.name).collection.bulkWrite(
    steps.map(({ id, ...step }) => ({
      updateOne: {
        filter: { _id: (id ?? idFrom(`lifecycle ${step.contactId} ${step.from} ${step.to}`)) as never },
        update: {
          $setOnInsert: {
            ...step,
            workspaceId,
            version: 1,
            isDeleted: false,
            createdAt: now,
            updatedAt: now,
            createdBy: step.byId,
          },
        },
        upsert: true,
      },
    })),
    { ordered: false, ignoreUndefined: true },
  );
}
