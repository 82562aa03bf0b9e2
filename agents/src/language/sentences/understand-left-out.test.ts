import { describe, expect, it } from 'vitest';
import type { LanguageContext } from '../language-context.ts';
import { aFocus, fixtureId } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const CONTOSO = fixtureId('company', 'Contoso');
const look = {
  peopleAt: async (companyId: string, name: string) =>
    companyId === CONTOSO && /^jane/i.test(name)
      ? [{ id: fixtureId('contact', 'Jane Okafor'), title: 'Jane Okafor' }]
      : [],
  countByOwner: async () => [],
  ownerOf: async () => undefined,
  ranked: async () => undefined,
  mostUrgentTasks: async () => [],
} satisfies LanguageContext['look'];

describe('a person by her company', () => {
  it.each([
    ['what is the phone number of Jane at Contoso?', 'get_contact: contact=@Jane Okafor; fields=[phone]'],
    [
      'assign jane from contoso to Carlos',
      'update_contacts: contact=@Jane Okafor; set={owner: @Carlos Vega}',
    ],
    ['delete Jane at Contoso', 'delete_contacts: contact=@Jane Okafor'],
    [
      'log a call with Jane at Contoso: she wants a demo',
      'log_activity: type=call; contact=@Jane Okafor; subject=she wants a demo',
    ],
  ])('“%s” is the one of that company', async (said, command) => {
    expect(await understood(said, { look })).toBe(`contactAgent ${command}`);
  });

  it('somebody new is not, whoever is called so already', async () => {
    expect(await understood('add Jane Doe from Contoso', { look })).toBe(
      'contactAgent create_contact: name=Jane Doe; company=@Contoso',
    );
  });

  it('nor is it where something goes from one company to another', async () => {
    expect(await understood('move the deals of Jane from Contoso to Globex', { look })).not.toContain(
      '@Jane Okafor',
    );
  });

  it('and nobody else of that name where the company has none', async () => {
    expect(await understood('delete Jane at Globex', { look })).toBe('unclear');
  });
});

describe('what an order leaves out', () => {
  const focus = [aFocus('opportunity', 'Litware pilot'), aFocus('company', 'Litware')];

  it.each([
    ['raise to 40k', 'dealAgent update_deals: set={amount: 40000}; deal=@Litware pilot'],
    [
      'and push close to 8 april',
      'dealAgent update_deals: set={expectedClose: 2026-04-08T09:00:00+02:00}; deal=@Litware pilot',
    ],
  ])('“%s” is of what was spoken of', async (said, command) => {
    expect(await understood(said, { focus })).toBe(command);
  });

  it('a value alone belongs to the field of who was spoken of', async () => {
    expect(
      await understood('new email is jane@contoso.example', { focus: [aFocus('contact', 'Jane Doe')] }),
    ).toBe('contactAgent update_contacts: contact=@Jane Doe; set={email: jane@contoso.example}');
  });

  it.each(['smaller one goes to Negotiation', 'delete', 'archive'])(
    'nothing is guessed where words are left, or something goes away: “%s”',
    async (said) => {
      expect(await understood(said, { focus })).toBe('unclear');
    },
  );

  it('nor of several that were listed', async () => {
    const ids = ['Litware pilot', 'Fabrikam renewal'].map((title) => fixtureId('opportunity', title));
    expect(await understood('raise to 40k', { focus, lastList: { entity: 'opportunity', ids } })).toBe(
      'unclear',
    );
  });
});

describe('what is set against its like', () => {
  it.each([
    [
      'the contoso rollout is worth 60k not 50k',
      'dealAgent update_deals: deal=@Contoso rollout; set={amount: 60000}',
    ],
    [
      'Contoso has 54 employees, not 45',
      'companyAgent update_companies: company=@Contoso; set={employees: 54}',
    ],
    [
      'assign Contoso to Mia, not Carlos',
      'companyAgent update_companies: company=@Contoso; set={owner: @Mia Schulz}',
    ],
  ])('“%s” says nothing else', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });

  it('what is of another kind is an exception, and nothing is done without it', async () => {
    expect(await understood('delete all deals of Mia, not Contoso')).not.toMatch(
      /delete_deals: owner eq @Mia Schulz$/,
    );
  });
});

describe('lists', () => {
  it.each([
    [
      'contacts in Norway or the UK with an email',
      'contactAgent search_contacts: country in [Norway, United Kingdom, UK, Great Britain] & email is_set',
    ],
    ['contacts with consent', 'contactAgent search_contacts: consent eq given'],
    [
      'how many contacts gave us consent for marketing?',
      'contactAgent search_contacts: consent eq given; countOnly=true',
    ],
    [
      'show me the contacts who are new and have grade A',
      'contactAgent search_contacts: status eq new & leadGrade eq A',
    ],
    [
      'which deals sit in Negotiation and whose are they?',
      'dealAgent search_deals: stage eq Negotiation; columns=[+owner]',
    ],
    [
      'show deals in Proposal, who owns them and what is the next step on each?',
      'dealAgent search_deals: stage eq Proposal; columns=[+owner, +nextStep]',
    ],
    ['deals from 50k up', 'dealAgent search_deals: amount gte 50000'],
    [
      'which deals close in the first half of December',
      'dealAgent search_deals: expectedClose gte 2026-12-01T00:00:00+01:00 & expectedClose lt 2026-12-16T00:00:00+01:00 & status eq open',
    ],
    ['value of deals that are still undecided', 'dealAgent search_deals: status eq open; sumOf=amount'],
    ['contacts added more than 6 months ago', 'contactAgent search_contacts: created lt now-6m'],
    ['contacts added less than 2 weeks ago', 'contactAgent search_contacts: created gte now-2w'],
    ['contacts with an email. list pls', 'contactAgent search_contacts: email is_set'],
  ])('reads “%s”', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });
});

it.each([
  [
    'Set up a meeting with Jane Doe on Tuesday 2pm for 45 minutes about the renewal',
    /title=the renewal; minutes=45; when=\{from: 2026-03-17T14:00:00\+01:00/,
  ],
  ['schedule a Q4 review with Jane Doe on Tuesday at 2pm', /title=Q4 review$/],
])('a title is no time, and no name: “%s”', async (said, call) => {
  expect(await understood(said)).toMatch(call);
});

it('who complains has the ticket', async () => {
  expect(await understood('Jane Doe complains that invoices come twice. open a ticket')).toBe(
    'ticketAgent create_ticket: subject=invoices come twice; contact=@Jane Doe',
  );
});

it('what stands alone behind something new is the argument that it can be', async () => {
  expect(await understood('open a ticket for Contoso: export fails. High.')).toBe(
    'ticketAgent create_ticket: subject=export fails; company=@Contoso; priority=high',
  );
});

it.each([
  ['When I get a new lead with grade A, please remind me to call in 1 day', 'workflowAgent create_workflow'],
  ['when you have a minute, tag Contoso as key account', 'companyAgent update_companies'],
])('“%s” holds from now on, or is asked for politely', async (said, call) => {
  expect(await understood(said)).toMatch(new RegExp(`^${call}: [^\\n]+$`));
});

it.each([
  ['and the mail adress?', 'get_contact: contact=@Jane Doe; fields=[email]'],
  ['her phone?', 'get_contact: contact=@Jane Doe; fields=[phone]'],
])('“%s” is asked of who was spoken of', async (said, call) => {
  expect(await understood(said, { focus: [aFocus('contact', 'Jane Doe')] })).toBe(`contactAgent ${call}`);
});

it('what is named by its number is looked at, and nothing new; what has no name is asked for', async () => {
  expect(await understood('open ticket T2')).toBe('ticketAgent get_ticket: ticket=T2');
  expect(await understood('open a ticket')).toBe('unclear');
});
