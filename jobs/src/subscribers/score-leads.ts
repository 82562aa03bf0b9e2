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
import { keepStep } from '@clianta/crm-core/intelligence/scoring/lifecycle';
import { RESCORE_LEADS, rescore } from '@clianta/crm-core/intelligence/scoring/rescore';
import type { JobContext } from '../job.ts';

/** What of a record a score or a lifecycle depends on; other changes leave them as they are. */
const COUNTS: Readonly<Record<string, ReadonlySet<string>>> = {
  [Contact.name]: new Set(['email', 'phone', 'jobTitle', 'companyId', 'country', 'leadScore', 'leadGrade']),
  [Company.name]: new Set(['industry', 'employees', 'country']),
  [Opportunity.name]: new Set(['contactId', 'status']),
};

/** An event has the scores counted anew of the contacts that it touches; a change of the rules those of all. */
export async function scoreLeads({ crm }: JobContext, event: DomainEvent): Promise<void> {
  const { workspaceId, entity, recordId } = event;
  if (entity === LeadRules.name || entity === IdealCustomer.name) {
    await crm.enqueue(RESCORE_LEADS, {}, { workspaceId, key: 'all' });
    return;
  }
  // what Clianta counted itself
  if (entity === Contact.name && event.actor.type === 'system' && !isWhole(event)) return;
  if (!isCounted(event)) return;
  if (entity === Contact.name) {
    await keepChosenStage({ crm }, event);
    if (isGivenByHand(event)) {
      await adjustScore(crm, workspaceId, recordId, givenBy(event));
    }
    await rescore(crm, workspaceId, [recordId]);
  } else if (entity === Company.name) {
    const ids = await crm.store
      .model(Contact.name)
      .distinct('_id', { workspaceId, companyId: recordId, isDeleted: false });
    await rescore(crm, workspaceId, ids.map(String));
  } else {
    const ids = [event.after.contactId, event.before.contactId].filter((id) => typeof id === 'string');
    await rescore(crm, workspaceId, ids.length > 0 ? ids : await contactOf({ crm }, event));
  }
}

const isWhole = ({ type }: DomainEvent): boolean => /\.(created|deleted|restored)$/.test(type);

function isCounted(event: DomainEvent): boolean {
  if (event.entity === Activity.name || event.entity === IntentSignal.name)
    return isWhole(event) || 'contactId' in event.after;
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
  await keepStep(
    crm,
    workspaceId,
    { contactId, to, cause: 'person', byId: actor.id, at, ...(typeof from === 'string' && { from }) },
    `lifecycle.${event.id}`,
  );
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
