import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Filters on people, freely composed. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'Who at Northwind have we not talked to for a month?',
    'contactAgent search_contacts: company eq @Northwind; (lastContacted lt now-1m) or (lastContacted is_empty)',
  ],
  ['who works at Contoso?', 'contactAgent search_contacts: company eq @Contoso'],
  [
    'everyone at Fabrikam without a phone number',
    'contactAgent search_contacts: company eq @Fabrikam & phone is_empty',
  ],
  ['contacts in Berlin', 'contactAgent search_contacts: city eq Berlin'],
  ['leads from webinar', 'contactAgent search_contacts: lifecycleStage eq lead & source contains webinar'],
  ['contacts from LinkedIn', 'contactAgent search_contacts: source contains LinkedIn'],
  ['people tagged VIP', 'contactAgent search_contacts: tags eq VIP'],
  ['A-grade leads', 'contactAgent search_contacts: leadGrade eq A'],
  ['contacts with grade B or C', 'contactAgent search_contacts: leadGrade in [B, C]'],
  [
    'contacts added last week',
    'contactAgent search_contacts: created gte 2026-03-02T00:00:00+01:00 & created lt 2026-03-09T00:00:00+01:00',
  ],
  ['contacts created since January', 'contactAgent search_contacts: created gte 2026-01-01T00:00:00+01:00'],
  [
    "who haven't we contacted since February",
    'contactAgent search_contacts: (lastContacted lt 2026-02-01T00:00:00+01:00) or (lastContacted is_empty)',
  ],
  ['contacts never contacted', 'contactAgent search_contacts: lastContacted is_empty'],
  ['who did I talk to last?', 'contactAgent search_contacts: sort=-lastContacted'],
  ['newest 10 contacts', 'contactAgent search_contacts: sort=-created; limit=10'],
  ['contacts interested in analytics', 'contactAgent search_contacts: interest contains analytics'],
  ['leads with a score above 70', 'contactAgent search_contacts: leadScore gt 70'],
  [
    'qualified contacts owned by Akira',
    'contactAgent search_contacts: status eq qualified & owner eq @Akira Mori',
  ],
  ['unassigned leads', 'contactAgent search_contacts: lifecycleStage eq lead & owner is_empty'],
  ['contacts whose source is referral', 'contactAgent search_contacts: source contains referral'],
  ['CTOs at Northwind', 'contactAgent search_contacts: jobTitle contains CTO & company eq @Northwind'],
  ['contacts with T-shirt size M', 'contactAgent search_contacts: customFields.tshirtSize eq M'],
  [
    'new contacts this week',
    'contactAgent search_contacts: created gte 2026-03-09T00:00:00+01:00 & created lt 2026-03-16T00:00:00+01:00',
  ],
  ['new leads', 'contactAgent search_contacts: status eq new'],
  [
    'who at contoso and fabrikam have we not spoken with since january',
    'contactAgent search_contacts: company in [@Contoso, @Fabrikam]; (lastContacted lt 2026-01-01T00:00:00+01:00) or (lastContacted is_empty)',
  ],
  [
    'which contacts at Globex have no e-mail',
    'contactAgent search_contacts: company eq @Globex & email is_empty',
  ],
  ['do we know anyone at Proseware?', 'contactAgent search_contacts: company eq @Proseware'],
  [
    'how many leads came in last month?',
    'contactAgent search_contacts: lifecycleStage eq lead & created gte 2026-02-01T00:00:00+01:00 & created lt 2026-03-01T00:00:00+01:00; countOnly=true',
  ],
  ['show me the 3 most recent contacts', 'contactAgent search_contacts: sort=-created; limit=3'],
  [
    "all of Akira's contacts interested in software",
    'contactAgent search_contacts: owner eq @Akira Mori & interest contains software',
  ],
  ['contacts except those at Northwind', 'contactAgent search_contacts: company ne @Northwind'],
  ['show all leads that are not qualified', 'contactAgent search_contacts: status ne qualified'],
  [
    'leads with no owner created this month',
    'contactAgent search_contacts: lifecycleStage eq lead & owner is_empty & created gte 2026-03-01T00:00:00+01:00 & created lt 2026-04-01T00:00:00+02:00',
  ],
  [
    'people at Contoso who have never been contacted',
    'contactAgent search_contacts: company eq @Contoso & lastContacted is_empty',
  ],
  ['contacts without company or phone', 'contactAgent search_contacts: company is_empty & phone is_empty'],
  [
    "contacts I haven't talked to in over 2 months",
    'contactAgent search_contacts: (lastContacted lt now-2m) or (lastContacted is_empty)',
  ],
  ['give me a list of all contacts at Globex please', 'contactAgent search_contacts: company eq @Globex'],
  ['find people named Jane', 'contactAgent search_contacts: text=Jane'],
  [
    'my contacts in Spain without a job title',
    'contactAgent search_contacts: owner eq me & country eq Spain & jobTitle is_empty',
  ],
  [
    'show contacts with a follow up before Friday',
    'contactAgent search_contacts: followUp lt 2026-03-13T00:00:00+01:00',
  ],
  [
    'people in the United States',
    'contactAgent search_contacts: country in [United States, USA, US, United States of America]',
  ],
  [
    'who in Hamburg is tagged "key account"',
    'contactAgent search_contacts: city eq Hamburg & tags eq key account',
  ],
  [
    'how many people do we have at Adventure Works',
    'contactAgent search_contacts: company eq @Adventure Works; countOnly=true',
  ],
  [
    'how many unqualified leads does Carlos own',
    'contactAgent search_contacts: status eq unqualified & owner eq @Carlos Vega; countOnly=true',
  ],
  [
    'contacts last contacted before March 1',
    'contactAgent search_contacts: lastContacted lt 2026-03-01T00:00:00+01:00',
  ],
  ['contacts updated in the last 3 days', 'contactAgent search_contacts: updated gte now-3d'],
  ['leads scored between 40 and 60', 'contactAgent search_contacts: leadScore gte 40 & leadScore lte 60'],
  [
    'VPs at Globex or Initech',
    'contactAgent search_contacts: jobTitle contains VP & company in [@Globex, @Initech]',
  ],
];

describe('lists of people', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});
