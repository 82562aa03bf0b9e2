import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const company = [aFocus('company', 'Northwind')];
const person = [aFocus('contact', 'Jane Doe'), aFocus('company', 'Northwind')];

/** What was spoken of, what is said, what is meant. */
const SENTENCES: ReadonlyArray<[focus: typeof company, said: string, command: string]> = [
  [company, 'do they have open deals', 'dealAgent search_deals: company eq @Northwind & status eq open'],
  [person, 'who else is there?', 'contactAgent search_contacts: company eq @Northwind'],
  [company, 'who do we know there', 'contactAgent search_contacts: company eq @Northwind'],
  [company, 'any contacts there?', 'contactAgent search_contacts: company eq @Northwind'],
  [company, 'show me contacts there', 'contactAgent search_contacts: company eq @Northwind'],
  [company, "who's the boss there?", 'companyAgent get_buying_committee: company=@Northwind'],
  [company, 'are there open deals', 'dealAgent search_deals: status eq open'],
  [
    company,
    'are there tasks for them?',
    'taskAgent search_tasks: company eq @Northwind & status ne completed',
  ],
  [
    company,
    'who is their CTO',
    'contactAgent search_contacts: company eq @Northwind & jobTitle contains CTO',
  ],
  [person, 'when did we talk last', 'contactAgent get_contact: contact=@Jane Doe; fields=[lastContacted]'],
  [
    person,
    'connect him to the Litware deal',
    'dealAgent update_deals: deal=@Litware pilot; set={contact: @Jane Doe}',
  ],
  [
    person,
    'make her the contact of the Litware pilot',
    'dealAgent update_deals: deal=@Litware pilot; set={contact: @Jane Doe}',
  ],
];

describe('words that point at what was spoken of', () => {
  it.each(SENTENCES)('%o: “%s”', async (focus, said, command) => {
    expect(await understood(said, { focus })).toBe(command);
  });

  it('are a deal for whom was spoken of, with the amount that was said', async () => {
    const message = 'call with jane went well, she wants 40 seats, budget ~25k';
    const lastWrite = async () => ({ turnId: 'T', message, calls: [], records: [] });
    expect(await understood('put a deal in for that', { focus: person, lastWrite })).toBe(
      'dealAgent create_deal: amount=25000; company=@Northwind',
    );
  });

  it('are asked about when nobody was spoken of, and never passed over', async () => {
    for (const said of ['do they have open deals', 'show his tasks', 'assign her deals to Mia'])
      expect(await understood(said)).toBe('unclear');
    expect(await understood('is Bob Tanaka a customer and what is his phone')).toContain('get_contact');
  });
});
