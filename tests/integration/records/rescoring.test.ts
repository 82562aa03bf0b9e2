import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { IdealCustomer } from '@clianta/crm-core/intelligence/ideal-customer/ideal-customer.schema';
import { IntentSignal } from '@clianta/crm-core/intelligence/intent-signal/intent-signal.schema';
import { LeadScore } from '@clianta/crm-core/intelligence/lead-score/lead-score.schema';
import { LifecycleHistory } from '@clianta/crm-core/intelligence/lifecycle-history/lifecycle-history.schema';
import { adjustScore } from '@clianta/crm-core/intelligence/scoring/adjust-score';
import { rescore } from '@clianta/crm-core/intelligence/scoring/rescore';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { randomFrom } from '../../support/random.ts';
import { aCompany, aDeal, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const LEADS = 40;
const SIGNS = ['pageView', 'emailOpen', 'form', 'demoRequest'] as const;
const NOW = Date.now();

/** The same lead twice, alike in all that a score or a lifecycle depends on. */
async function twins({ crm }: Pick<TestDatabase, 'crm'>, { scope }: TestWorkspace, random: () => number) {
  const chance = (share: number) => random() < share;
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  await crm
    .records(IdealCustomer)
    .create(scope, { industries: ['Software'], countries: ['Germany'], employeesFrom: 10 });
  const companies = await Promise.all(
    ['Software', 'Mining'].map((industry) =>
      aCompany(crm, scope, { industry, employees: 5 + Math.floor(random() * 90), country: 'Germany' }),
    ),
  );
  const pairs: Array<readonly [string, string]> = [];
  for (let at = 0; at < LEADS; at++) {
    const values = {
      name: `Lead ${at}`,
      ...(chance(0.7) && { companyId: one(companies).id }),
      ...(chance(0.5) && { country: one(['Germany', 'Peru']) }),
      ...(chance(0.6) && { jobTitle: one(['CTO', 'Student', 'Head of Purchasing']) }),
    };
    const hasMail = chance(0.8);
    const signs = Array.from({ length: Math.floor(random() * 4) }, () => ({
      type: one(SIGNS),
      at: new Date(NOW - Math.floor(random() * 20) * 86_400_000),
    }));
    const [isAdjusted, isChosen, hasDeal, isWon, isCalled] = [0.2, 0.2, 0.3, 0.5, 0.4].map(chance);
    const make = async (twin: string) => {
      const email = hasMail ? `${twin}${at}@lumen.example` : undefined;
      const { id } = await crm.records(Contact).create(scope, { ...values, ...(email && { email }) });
      for (const sign of signs)
        await crm.records(IntentSignal).create(scope, { ...sign, contactId: id, eventId: newId() });
      if (isCalled)
        await crm
          .records(Activity)
          .create(scope, { type: 'call', subject: 'Called', at: new Date(NOW), contactId: id });
      if (hasDeal) await aDeal(crm, scope, { contactId: id, ...(isWon && { status: 'won' }) });
      if (isChosen) await crm.records(Contact).update(scope, id, { lifecycleStage: 'mql' });
      if (isAdjusted)
        await adjustScore(crm, scope.workspaceId, id, { score: 77, byId: scope.actor.id, reason: 'Met' });
      return id;
    };
    pairs.push([await make('a'), await make('b')]);
  }
  return pairs;
}

describe('counting many leads', () => {
  it.for([1, 2])(
    'gives each what it gets by itself: score, reasons, stage, events (seed %i)',
    async (seed, { db, home }) => {
      const { crm } = db;
      const { workspaceId, scope, system } = home;
      const pairs = await twins(db, home, randomFrom(seed));
      const events = new Map<string, string[]>();
      const off = crm.store.onWrite(({ document, entry }) => {
        events.set(document._id, [...(events.get(document._id) ?? []), ...entry.events].toSorted());
      });
      for (const [alone] of pairs) await rescore(crm, workspaceId, [alone]);
      await rescore(
        crm,
        workspaceId,
        pairs.map(([, together]) => together),
      );
      off();
      const all = async (id: string) => {
        const { email, leadScore, leadGrade, lifecycleStage, version } = await crm
          .records(Contact)
          .get(scope, id);
        const known = await crm.records(LeadScore).findOne(system, { contactId: id });
        const steps = await crm
          .records(LifecycleHistory)
          .find(system, { where: [{ field: 'contactId', op: 'eq', value: id }] });
        return {
          contact: { leadScore, leadGrade, lifecycleStage, version },
          score: [known?.score, known?.fit, known?.intent, known?.adjustment],
          // an address is one of the reasons, and the only one that twins cannot share
          reasons: known?.factors.map(({ seen, ...factor }) => ({ ...factor, seen: seen === email || seen })),
          steps: steps.records.map(({ from, to, cause }) => ({ from, to, cause })),
          events: events.get(id),
        };
      };
      const stages = new Set<string>();
      for (const [alone, together] of pairs) {
        const expected = await all(alone);
        expect(await all(together)).toEqual(expected);
        stages.add(expected.contact.lifecycleStage);
      }
      expect(stages.size).toBeGreaterThan(2);
    },
  );
});
