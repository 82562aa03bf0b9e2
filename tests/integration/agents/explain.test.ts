import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact, aDeal } from '../../support/test-crm.ts';

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => new Date('2026-11-23T09:00:00Z') })
  .extend(
    'why',
    ({ sam }) =>
      async () =>
        (await sam.say('Why did you do that?')).reply.text,
  );

it.beforeEach(async ({ db, home }) => {
  await db.crm.records(Company).create(home.scope, { name: 'Northwind' });
});

/** Nothing that only somebody who knows the program would understand. */
const TECHNICAL = /[{}_]|[0-9a-f]{24}|T00:00|now-|limit|embedded|record that was meant/;

describe('an explanation', () => {
  it('names records by their titles, and what changed from what to what', async ({ sam, why }) => {
    await sam.say('Create a 12k deal for Northwind closing end of next month');
    await sam.say('Move it to Proposal');
    const text = await why();
    expect(text).toContain(
      'You asked: “Move it to Proposal”. I understood that as a request to move the deal **Northwind deal** (stage Proposal).',
    );
    expect(text).toContain('The deal agent worked on it, with the built-in language engine.');
    expect(text).toMatch(/\n- Updated the deal \*\*Northwind deal\*\*: stage from \S+ to Proposal/);
    expect(text).not.toMatch(TECHNICAL);
  });

  it('words money, dates and names of a search, and says that it changed nothing', async ({ sam, why }) => {
    await sam.say('Who at Northwind have we not talked to for a month?');
    let text = await why();
    expect(text).toContain(
      'look for contacts (company Northwind; last contacted before Fri 23 Oct 2026, or last contacted is empty)',
    );
    expect(text).toContain('It changed nothing.');
    expect(text).not.toMatch(TECHNICAL);
    await sam.say('Show open deals over 20k that close this quarter');
    text = await why();
    expect(text).toMatch(/amount over \$20,000/);
    expect(text).toMatch(/expected close from Thu 1 Oct 2026/);
    expect(text).not.toMatch(TECHNICAL);
  });

  it('tells who approved, and says in one line what was done alike to many', async ({
    db,
    home,
    sam,
    why,
  }) => {
    for (let n = 1; n <= 12; n++) await aDeal(db.crm, home.scope, { title: `Rollout ${n}` });
    const proposed = await sam.say('Set the next step of all open deals to Call them');
    const pending = await why();
    expect(pending).toContain('It waits for approval.');
    expect(pending).toContain('Nothing has changed yet.');
    await sam.decide(proposed.approval?.approvalId ?? '', 'approve');
    const text = await why();
    expect(text).toContain('You approved it.');
    expect(text).toMatch(
      /- Updated \*\*12 deals\*\*: next step from — to Call them \(Rollout \d+, .* and 7 more\)/,
    );
    expect(text.match(/^- /gm)).toHaveLength(1);
    expect(text).not.toMatch(TECHNICAL);
  });

  it('does not show the title of a record that is gone for good, nor fail over it', async ({
    db,
    home,
    sam,
    why,
  }) => {
    const { id } = await aContact(db.crm, home.scope, { name: 'Ada Quist' });
    await sam.say("Change Ada Quist's job title to Buyer");
    await db.crm.store.model('contact').deleteOne({ _id: id });
    expect(await why()).toContain('a record that is gone');
  });
});
