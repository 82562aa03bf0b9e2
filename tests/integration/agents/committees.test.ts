import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { committeeOf } from '@clianta/crm-core/intelligence/buying-committee/committee-of';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

const textOf = ({ reply }: TurnResult) => reply.text;

describe('groups of companies, said', () => {
  it('are put together, refused where they would be a circle, and added up with and without daughters', async ({
    db,
    home,
    sam,
  }) => {
    const { crm } = db;
    const globex = await aCompany(crm, home.scope, { name: 'Globex' });
    const acme = await aCompany(crm, home.scope, { name: 'Acme' });
    const won = (companyId: string, title: string, amountMinor: number) =>
      aDeal(crm, home.scope, { title, companyId, amountMinor, status: 'won' });
    await won(globex.id, 'First', 100_000);
    await won(acme.id, 'Second', 250_000);
    // a person of that name elsewhere does not bring its company's deals along
    await aContact(crm, home.scope, { name: 'Globex Smith' });
    await sam.say('Acme belongs to Globex');
    expect(await crm.records(Company).get(home.scope, acme.id)).toMatchObject({ parentId: globex.id });
    expect(textOf(await sam.say('Globex belongs to Acme'))).toContain(
      'Globex cannot belong to Acme: Acme belongs to Globex, so that would be a circle',
    );
    const rolled = await sam.say('revenue of Globex with daughters');
    expect(textOf(rolled)).toContain('$1,000 by Globex alone, **$3,500** with its 1 daughter');
    expect(textOf(await sam.say('show Globex'))).toContain('Its daughters do not count in that.');
    expect(textOf(await sam.say('who is above Acme?'))).toContain('**Acme** belongs to **Globex**');
  });
});

describe('buying committees, said', () => {
  it('suggest roles by titles, keep what is confirmed, and name what is missing', async ({
    db,
    home,
    sam,
  }) => {
    const { crm } = db;
    const { id: companyId } = await aCompany(crm, home.scope, { name: 'Acme' });
    const person = (name: string, jobTitle: string) =>
      aContact(crm, home.scope, { name, jobTitle, companyId, lastContactedAt: new Date() });
    const vera = await person('Vera Lind', 'Operations manager');
    await person('Carl Roth', 'CFO');
    // of the same first name, and not there
    await aContact(crm, home.scope, { name: 'Vera Holm' });
    const asked = await sam.say('who decides at Acme?');
    expect(textOf(asked)).toContain('nobody has confirmed it. Nobody is known as the economic buyer');
    expect(asked.reply.suggestions).toContain('Carl Roth is our economic buyer');
    expect(await committeeOf(crm, home.scope, { companyId })).toBeUndefined();
    await sam.say('Vera is our champion');
    await sam.say('Carl Roth is our economic buyer');
    expect((await committeeOf(crm, home.scope, { companyId }))?.members).toMatchObject([
      { contactId: vera.id, role: 'champion', source: 'Sam Rivera' },
      { role: 'economic_buyer' },
    ]);
    const known = await sam.say('who decides at Acme?');
    expect(textOf(known)).toContain('the part of 2 people is known');
    await sam.say('show Vera Lind');
    expect(textOf(await sam.say('she left'))).toBe(
      'Took **Vera Lind** out of the buying committee of **Acme**. There is no champion and only one contact is known there.',
    );
    expect((await committeeOf(crm, home.scope, { companyId }))?.members).toHaveLength(1);
    await sam.say('undo that');
    expect((await committeeOf(crm, home.scope, { companyId }))?.members).toHaveLength(2);
  });
});
