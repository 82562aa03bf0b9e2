import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { IdealCustomer } from '@clianta/crm-core/intelligence/ideal-customer/ideal-customer.schema';
import { IntentSignal } from '@clianta/crm-core/intelligence/intent-signal/intent-signal.schema';
import { LeadRules } from '@clianta/crm-core/intelligence/lead-rules/lead-rules.schema';
import { GRADES, type Grade } from '@clianta/crm-core/intelligence/lead-score/lead-score.schema';
import { adjustScore } from '@clianta/crm-core/intelligence/scoring/adjust-score';
import { keepSteps } from '@clianta/crm-core/intelligence/scoring/lifecycle';
import { RESCORE_LEADS, rescore } from '@clianta/crm-core/intelligence/scoring/rescore';
import { gather } from '@clianta/crm-core/work/gather';
import type { JobContext } from '../job.ts';

/** What of a record a score or a lifecycle depends on; other changes leave them as they are. */
const COUNTS: Readonly<Record<string, ReadonlySet<string>>> = {
  [Contact.name]: new Set(['email', 'phone', 'jobTitle', 'companyId', 'country', 'leadScore', 'leadGrade']),
  [Company.name]: new Set(['industry', 'employees', 'country']),
  [Opportunity.name]: new Set(['contactId', 'status']),
};

/** Contacts that are counted at once, whatever workspaces they are of. */
const MOST_AT_ONCE = 500;

interface Touched {
  workspaceId: string;
  contactIds: readonly string[];
  isBulk: boolean;
}

/**
 * An event has the scores counted anew of the contacts that it touches; a change of the rules those of all. Contacts that
 * several events touch at the same time, as those of an import do, are counted together.
 */
export function scoreLeads({ crm }: Pick<JobContext, 'crm'>): (event: DomainEvent) => Promise<void> {
  const count = gather<Touched>((touched) => rescoreTouched(crm, touched), { most: MOST_AT_ONCE });
  return async (event) => {
    const { workspaceId, entity, recordId, isBulk = false } = event;
    if (entity === LeadRules.name || entity === IdealCustomer.name) {
      await crm.enqueue(RESCORE_LEADS, {}, { workspaceId, key: 'all' });
      return;
    }
    // what Clianta counted itself
    if (entity === Contact.name && event.actor.type === 'system' && !isWhole(event)) return;
    if (!isCounted(event)) return;
    if (entity === Contact.name) {
      await keepChosenStage({ crm }, event);
      if (isGivenByHand(event)) await adjustScore(crm, workspaceId, recordId, givenBy(event));
      await count({ workspaceId, contactIds: [recordId], isBulk });
    } else if (entity === Company.name) {
      const ids = await crm.store
        .model(Contact.name)
        .distinct('_id', { workspaceId, companyId: recordId, isDeleted: false });
      await rescore(crm, workspaceId, ids.map(String));
    } else {
      const ids = [event.after.contactId, event.before.contactId].filter((id) => typeof id === 'string');
      const contactIds = ids.length > 0 ? ids : await contactOf({ crm }, event);
      if (contactIds.length > 0) await count({ workspaceId, contactIds, isBulk });
    }
  };
}

async function rescoreTouched(crm: JobContext['crm'], touched: readonly Touched[]): Promise<void> {
  const kinds = new Map<string, { workspaceId: string; isBulk: boolean; ids: Set<string> }>();
  for (const { workspaceId, contactIds, isBulk } of touched) {
    const key = `${workspaceId} ${isBulk}`;
    const kind = kinds.get(key) ?? { workspaceId, isBulk, ids: new Set<string>() };
    kinds.set(key, kind);
    for (const id of contactIds) kind.ids.add(id);
  }
  for (const { workspaceId, isBulk, ids } of kinds.values())
    await rescore(crm, workspaceId, [...ids], isBulk);
}

const isWhole = ({ type }: DomainEvent): boolean => /\.(created|deleted|restored)$/.test(type);

function isCounted(event: DomainEvent): boolean {
  if (event.entity === Activity.name || event.entity === IntentSignal.name)
    return event.after.type !== 'change' && (isWhole(event) || 'contactId' in event.after);
  const counts = COUNTS[event.entity];
  if (!counts) return false;
  if (event.type.endsWith('.created') || event.type.endsWith('.restored'))
    return event.entity !== Company.name;
  const isPlain = event.type.endsWith('.updated');
  return isPlain && Object.keys(event.after).some((name) => counts.has(name) || name === 'lifecycleStage');
}

/** A contact's own score fields, set by somebody; those of a new record count as set when they are there. */
const isGivenByHand = ({ after }: DomainEvent): boolean =>
  typeof after.leadScore === 'number' || GRADES.some((grade) => grade === after.leadGrade);

function givenBy({ after, actor }: DomainEvent) {
  return {
    score: typeof after.leadScore === 'number' ? after.leadScore : undefined,
    grade: GRADES.find((grade): grade is Grade => grade === after.leadGrade),
    byId: actor.id,
    reason: `Set by ${actor.name}`,
  };
}

async function keepChosenStage({ crm }: Pick<JobContext, 'crm'>, event: DomainEvent): Promise<void> {
  const { lifecycleStage: to } = event.after;
  if (!event.type.endsWith('.updated') || typeof to !== 'string' || event.actor.type === 'system') return;
  const from = event.before.lifecycleStage;
  const { workspaceId, recordId: contactId, actor, at } = event;
  await keepSteps(crm, workspaceId, [
    {
      id: `lifecycle.${event.id}`,
      contactId,
      to,
      cause: 'person',
      byId: actor.id,
      at,
      ...(typeof from === 'string' && { from }),
    },
  ]);
}

/** Whom a record is about whose change does not say it. */
async function contactOf({ crm }: Pick<JobContext, 'crm'>, event: DomainEvent): Promise<string[]> {
  const found = await crm.store
    .model(event.entity)
    .findOne({ _id: event.recordId, workspaceId: event.workspaceId })
    .select('contactId')
    .lean<{ contactId?: string }>();
  return found?.contactId ? [found.contactId] : [];
}
