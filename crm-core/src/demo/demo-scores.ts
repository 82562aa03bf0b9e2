import { dayOf } from '../entity/days.ts';
import type { CreateInputOf } from '../entity/define-entity.ts';
import { idFrom } from '../entity/ids.ts';
import type { IdealCustomer } from '../intelligence/ideal-customer/ideal-customer.schema.ts';
import type { SignalType } from '../intelligence/intent-signal/intent-signal.schema.ts';
import { DEFAULT_RULES } from '../intelligence/lead-rules/lead-rules.schema.ts';
import { nextStage } from '../intelligence/scoring/lifecycle.ts';
import { scoreOf } from '../intelligence/scoring/score.ts';
import { scoreIdOf } from '../intelligence/scoring/score-contacts.ts';
import type { DemoCompany, DemoContact, Story } from './demo-companies.ts';
import type { DemoRecord } from './insert-records.ts';

/** Whom the demo company sells to. */
export const DEMO_PROFILE = {
  industries: ['Technology', 'Healthcare', 'Logistics', 'Finance'],
  employeesFrom: 50,
  employeesTo: 1_500,
  countries: ['Germany', 'United States', 'United Kingdom', 'France', 'Netherlands'],
  titles: [],
} satisfies CreateInputOf<typeof IdealCustomer>;

/** Signs, and what each was seen on, the strongest first. */
const SIGNS: ReadonlyArray<readonly [type: SignalType, subject: string]> = [
  ['demoRequest', 'Product demo'],
  ['form', 'Webinar registration'],
  ['form', 'Price list'],
  ['click', 'Newsletter'],
  ['pageView', 'Pricing'],
  ['pageView', 'References'],
  ['emailOpen', 'Newsletter'],
];

/**
 * What explains the scores that the contacts have: signs of interest since this morning that come near to it, and the
 * rest as somebody's judgement.
 */
export function demoScores(
  { now, timeZone, reps }: Story,
  companies: readonly DemoCompany[],
  contacts: readonly DemoContact[],
): { signals: DemoRecord[]; scores: DemoRecord[] } {
  const companyOf = new Map(companies.map((company) => [company.id, company]));
  const signals: DemoRecord[] = [];
  const scores = contacts.map((contact): DemoRecord => {
    const scored = (own: readonly DemoRecord[], points = 0) =>
      scoreOf({
        contact: contact as never,
        company: companyOf.get(contact.companyId) as never,
        profile: DEMO_PROFILE,
        rules: DEFAULT_RULES,
        signals: own as never,
        adjustment: points ? { points, reason: 'Judged by the team', byId: contact.ownerId } : undefined,
        now,
        timeZone,
      });
    const wanted = Number(contact.leadScore);
    const own: DemoRecord[] = [];
    for (const [type, subject] of SIGNS) {
      const id = idFrom(`demo signal ${contact.id} ${type} ${subject}`);
      const sign = { id, contactId: contact.id, type, subject, at: now, eventId: id, createdAt: now };
      if (scored([...own, sign]).score <= wanted) own.push(sign);
    }
    signals.push(...own);
    const points = wanted - scored(own).score;
    return {
      id: scoreIdOf(contact.id),
      contactId: contact.id,
      ...scored(own, points),
      ...(points && {
        adjustment: { points, reason: 'Judged by the team', byId: contact.ownerId ?? reps[0]?.id },
      }),
      rulesVersion: DEFAULT_RULES.version,
      day: dayOf(now, timeZone),
      createdAt: now,
    };
  });
  return { signals, scores };
}

/** The contacts as far as they have come by their deals, scores and signs, so that the clock finds nothing to move. */
export function withEarnedStages(
  contacts: readonly DemoContact[],
  deals: readonly DemoRecord[],
  { signals, scores }: ReturnType<typeof demoScores>,
): DemoContact[] {
  const scoreOfContact = new Map(scores.map((score) => [score.contactId, score]));
  return contacts.map((contact) => {
    const of = <T extends DemoRecord>(records: readonly T[]) =>
      records.filter(({ contactId }) => contactId === contact.id) as never[];
    const earned = nextStage(
      { contact: contact as never, score: scoreOfContact.get(contact.id) as never, signals: of(signals) },
      { deals: of(deals), isContacted: Boolean(contact.lastContactedAt) },
    );
    return earned ? { ...contact, lifecycleStage: earned.to } : contact;
  });
}
