import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { dayOf } from '@clianta/crm-core/entity/days';
import { newId } from '@clianta/crm-core/entity/ids';
import { IdealCustomer } from '@clianta/crm-core/intelligence/ideal-customer/ideal-customer.schema';
import { IntentSignal } from '@clianta/crm-core/intelligence/intent-signal/intent-signal.schema';
import { LeadRules } from '@clianta/crm-core/intelligence/lead-rules/lead-rules.schema';
import { routeRecords } from '@clianta/crm-core/intelligence/routing-rule/route-records';
import { RoutingRule } from '@clianta/crm-core/intelligence/routing-rule/routing-rule.schema';
import { scoreContacts } from '@clianta/crm-core/intelligence/scoring/score-contacts';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
import { aCompany, aContact } from '../../support/test-crm.ts';

const NOW = new Date('2026-11-20T08:30:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
let now = NOW;
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => now });
it.beforeEach(() => {
  now = NOW;
});

const approvalOf = ({ reply }: TurnResult) => {
  const card = reply.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error(`no proposal: ${reply.text}`);
  return card;
};

/** Two companies, one of them ideal; four people, scored. */
async function leads(
  { crm }: { crm: Parameters<typeof aContact>[0] },
  home: { scope: Parameters<typeof aContact>[1]; workspaceId: string },
) {
  await crm.records(IdealCustomer).create(home.scope, {
    industries: ['Software'],
    countries: ['Germany'],
    employeesFrom: 10,
    employeesTo: 900,
  });
  const good = await aCompany(crm, home.scope, {
    name: 'Lumen',
    industry: 'Software',
    employees: 80,
    country: 'Germany',
  });
  const other = await aCompany(crm, home.scope, {
    name: 'Kestrel',
    industry: 'Mining',
    employees: 9,
    country: 'Peru',
  });
  const make = (name: string, values: Partial<ContactRecord>) =>
    aContact(crm, home.scope, { name, ...values });
  const people = {
    jane: await make('Jane Moss', {
      email: 'jane@lumen.example',
      jobTitle: 'CTO',
      companyId: good.id,
      country: 'Germany',
    }),
    ben: await make('Ben Ode', {
      email: 'ben@lumen.example',
      jobTitle: 'Engineer',
      companyId: good.id,
    }),
    ivy: await make('Ivy Hale', { email: 'ivy@kestrel.example', jobTitle: 'Student', companyId: other.id }),
    tom: await make('Tom Reed', {}),
  };
  await crm
    .records(IntentSignal)
    .create(home.scope, { contactId: people.jane.id, type: 'demoRequest', at: NOW, eventId: newId() });
  await scoreContacts(
    crm,
    home.workspaceId,
    Object.values(people).map(({ id }) => id),
  );
  return people;
}

describe('a lead score', () => {
  it('is explained by factors that add up, and by what is missing and not known', async ({
    db,
    home,
    sam,
  }) => {
    await leads(db, home);
    const { reply } = await sam.say('Why is Jane Moss a B?');
    expect(reply.text).toContain('**Jane Moss** has 77 points of 100, a **B**. To A 3 points are missing.');
    expect(reply.text).toContain('not known: phone and company known');
    const [table] = reply.cards;
    if (table?.type !== 'table') throw new Error('no table');
    const points = table.rows.map(({ cells }) => Number(String(cells.points).replace('−', '-')));
    expect(points.reduce((sum, one) => sum + one, 0)).toBe(77);
    const { reply: more } = await sam.say('what does she need to become an A?');
    expect(more.text).toContain('To A 3 points are missing');
  });

  it('ranks leads, of a grade and of a country', async ({ db, home, sam }) => {
    await leads(db, home);
    const namesIn = async (text: string) => {
      const { reply } = await sam.say(text);
      const card = reply.cards.find(({ type }) => type === 'table');
      return card?.type === 'table' ? card.rows.map(({ cells }) => cells.name) : reply.text;
    };
    expect(await namesIn('who are our hottest leads')).toEqual([
      'Jane Moss',
      'Ben Ode',
      'Ivy Hale',
      'Tom Reed',
    ]);
    expect(await namesIn('top 2 leads by score')).toEqual(['Jane Moss', 'Ben Ode']);
    expect(await namesIn('hottest leads in Germany')).toEqual(['Jane Moss', 'Ben Ode']);
  });

  it('is counted anew on request', async ({ db, home, sam }) => {
    const { ben } = await leads(db, home);
    await db.crm
      .records(IntentSignal)
      .create(home.scope, { contactId: ben.id, type: 'form', at: NOW, eventId: newId() });
    const { reply } = await sam.say('recalculate all scores');
    expect(reply.text).toBe('I counted the scores of 4 contacts anew: one score changed.');
    expect(await db.crm.records(Contact).get(home.scope, ben.id)).toMatchObject({
      leadScore: 56,
      leadGrade: 'C',
    });
  });
});

describe('qualifying', () => {
  it('keeps why, and is undone with it', async ({ db, home, sam }) => {
    const { ivy } = await leads(db, home);
    const { reply } = await sam.say("Ivy Hale is no lead, she's a student");
    expect(reply.text).toContain('**Ivy Hale** is **unqualified** now.');
    const notes = () =>
      db.crm.records(Activity).find(home.scope, { where: [{ field: 'contactId', op: 'eq', value: ivy.id }] });
    expect((await notes()).records[0]).toMatchObject({ type: 'note', body: "Reason: she's a student" });
    await sam.say('undo that');
    expect((await notes()).records).toEqual([]);
    expect(await db.crm.records(Contact).get(home.scope, ivy.id)).toMatchObject({ status: 'new' });
  });

  it('is heard of whom was spoken of, and goes over to who was meant', async ({ db, home, sam }) => {
    const { ivy, jane } = await leads(db, home);
    await sam.say('Why is Ivy Hale an F?');
    expect((await sam.say("she's a student, no lead")).reply.text).toContain(
      '**Ivy Hale** is **unqualified**',
    );
    await sam.say(`no, I meant ${jane.name}`);
    const status = async (id: string) => (await db.crm.records(Contact).get(home.scope, id)).status;
    expect([await status(ivy.id), await status(jane.id)]).toEqual(['new', 'unqualified']);
  });
});

describe('the rules', () => {
  it('are changed by an admin who has seen which grades move', async ({ db, home, sam }) => {
    const { jane } = await leads(db, home);
    const approval = approvalOf(await sam.say('make demo requests worth 70'));
    expect(approval.title).toBe('Let demo request count 70');
    expect(approval.changes).toEqual([
      { label: 'Demo request', from: '50', to: '70' },
      { label: 'From B to A', to: '1 contact' },
    ]);
    expect(await db.crm.records(LeadRules).count(home.scope)).toBe(0);
    const { reply } = await sam.decide(approval.approvalId, 'approve');
    expect(reply.text).toContain('**Demo request** counts 70 now instead of 50.');
    await scoreContacts(db.crm, home.workspaceId, [jane.id]);
    expect(await db.crm.records(Contact).get(home.scope, jane.id)).toMatchObject({
      leadScore: 85,
      leadGrade: 'A',
    });
  });

  it('are shown to a member, with what a change would do, and stay', async ({ db, home }) => {
    await leads(db, home);
    const lena = await aTalker(db, await home.member('Lena Schmidt'));
    const { reply } = await lena.say('make demo requests worth 70');
    expect(reply.text).toBe(
      'Only an admin can change the scoring rules. It would come to this: Demo request: 70; From B to A: 1 contact.',
    );
    await lena.close();
    expect(await db.crm.records(LeadRules).count(home.scope)).toBe(0);
  });

  it('have an ideal customer, which few won companies say too little about', async ({ db, home, sam }) => {
    await leads(db, home);
    expect((await sam.call('set_ideal_customer', {})).reply.text).toBe(
      'The ideal customer: Industries: Software; Employees: 10 to 900; Countries: Germany.',
    );
    const refused = await sam.say('set the ideal customer from won companies');
    expect(refused.reply.text).toContain('a profile of them needs 20');
    const approval = approvalOf(await sam.say('our ideal customer has 100 to 500 employees'));
    expect(approval.changes[0]).toEqual({ label: 'Employees', from: '10 to 900', to: '100 to 500' });
  });
});

describe('sharing out', () => {
  it('gives contacts without an owner by the first rule that fits, in turn, and is undone whole', async ({
    db: { crm },
    home,
    sam,
  }) => {
    const people = await leads({ crm }, home);
    const lena = await home.member('Lena Schmidt');
    const viewer = await home.member('Vic Watson', 'viewer');
    const rules = crm.records(RoutingRule);
    await expect(
      rules.create(home.scope, { name: 'X', position: 9, userIds: [viewer.actor.id] }),
    ).rejects.toThrow('A viewer cannot');
    await rules.create(home.scope, {
      name: 'Germany',
      position: 1,
      when: [{ field: 'email', op: 'contains', value: 'lumen' }],
      userIds: [lena.actor.id, home.scope.actor.id],
    });
    await crm.records(Contact).update(home.scope, people.tom.id, { ownerId: home.scope.actor.id });
    const approval = approvalOf(await sam.say('share out the unassigned leads'));
    expect(approval.title).toBe('Share out 2 contacts by the routing rules');
    expect(approval.changes).toEqual([
      { label: 'Lena Schmidt', to: '1 contact' },
      { label: 'Sam Rivera', to: '1 contact' },
      { label: 'Nobody', to: '1 contact: no rule fits, or enough for today' },
    ]);
    await sam.decide(approval.approvalId, 'approve');
    const owners = async () => {
      const found = await crm
        .records(Contact)
        .getMany(home.scope, [people.jane.id, people.ben.id, people.ivy.id]);
      return [...found.values()].map(({ ownerId }) => ownerId).toSorted();
    };
    expect(await owners()).toEqual([lena.actor.id, home.scope.actor.id, undefined].toSorted());
    await sam.say('undo that');
    expect(await owners()).toEqual([undefined, undefined, undefined]);
  });

  it('passes the turn on for each contact, however many ask at once, up to the most of a day', async ({
    db: { crm },
    home,
  }) => {
    const team = await Promise.all(['Ada Lin', 'Bo Katz', 'Cy Dunn'].map((name) => home.member(name)));
    await crm.records(RoutingRule).create(home.scope, {
      name: 'All',
      position: 1,
      dailyCap: 4,
      userIds: team.map(({ actor }) => actor.id),
    });
    const people = await Promise.all(
      Array.from({ length: 15 }, (_, at) => aContact(crm, home.scope, { name: `P ${at}` })),
    );
    const shares = await Promise.all(
      people.map(({ id }) => routeRecords(crm, home.workspaceId, 'contact', [id], { isTrial: false })),
    );
    const counts = new Map<string, number>();
    for (const { given } of shares)
      for (const { userId } of given.values()) counts.set(userId, (counts.get(userId) ?? 0) + 1);
    expect([...counts.values()]).toEqual([4, 4, 4]);
    expect(shares.flatMap(({ left }) => left)).toHaveLength(3);
    now = new Date(NOW.getTime() + 86_400_000);
    // whoever has the day off is passed over
    const [away] = (
      await crm
        .records(TeamMember)
        .find(home.scope, { where: [{ field: 'userId', op: 'eq', value: team[0]?.actor.id }] })
    ).records;
    await crm
      .records(TeamMember)
      .update(home.system, away?.id ?? '', { daysOff: [dayOf(now, home.timeZone)] });
    const tomorrow = await routeRecords(
      crm,
      home.workspaceId,
      'contact',
      shares.flatMap(({ left }) => left),
      { isTrial: false },
    );
    expect(tomorrow.left).toEqual([]);
    expect([...tomorrow.given.values()].map(({ userId }) => userId)).not.toContain(team[0]?.actor.id);
  });
});

describe('recycling', () => {
  it('takes up who was given up long ago and is active again, twice a year at most', async ({
    db: { crm },
    home,
    sam,
  }) => {
    now = daysAgo(200);
    const make = (name: string, values: object) =>
      aContact(crm, home.scope, { name, status: 'lost', ...values });
    const back = await make('Back Again', {});
    const gone = await make('Gone Quiet', {});
    const never = await make('Never Again', { consent: 'withdrawn' });
    now = NOW;
    const fresh = await make('Fresh Loss', {});
    for (const { id } of [back, never, fresh])
      await crm
        .records(IntentSignal)
        .create(home.scope, { contactId: id, type: 'click', at: daysAgo(3), eventId: newId() });
    const approval = approvalOf(await sam.say('recycle old lost leads'));
    expect(approval.sample).toEqual([
      { title: 'Back Again', detail: expect.stringContaining('lost, active on') },
    ]);
    await sam.decide(approval.approvalId, 'approve');
    expect(await crm.records(Contact).get(home.scope, back.id)).toMatchObject({ status: 'new' });
    expect(await crm.records(Contact).get(home.scope, gone.id)).toMatchObject({ status: 'lost' });
    expect((await sam.say('recycle old lost leads')).reply.text).toContain('nobody to take up again');
  });
});
