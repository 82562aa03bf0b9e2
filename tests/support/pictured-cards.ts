import type { Card, CardType } from '@clianta/agents/reply.schema';

const DEALS: Array<
  [deal: string, company: string, stage: string, close: string, amount: string, owner: string]
> = [
  ['Northwind fleet rollout', 'Northwind Traders', 'Negotiation', 'Dec 12, 2026', '$84,000', 'Akira Tanaka'],
  ['Lantern Payments expansion', 'Lantern Payments', 'Proposal', 'Dec 18, 2026', '$126,500', 'Carlos Vega'],
  ['Contoso cold chain', 'Contoso', 'Qualified', 'Jan 8, 2027', '$41,250', 'Akira Tanaka'],
  ['Fabrikam port hub', 'Fabrikam', 'Discovery', 'Jan 15, 2027', '$18,900', 'Sam Rivera'],
  ['Adventure Works renewal', 'Adventure Works', 'Negotiation', 'Jan 22, 2027', '$63,000', 'Lena Brandt'],
];

const NOTE =
  'Met at the trade fair in Hamburg. Wants the pilot in two depots before the summer, then all eleven. Budget is approved by the board, but purchasing asks for three offers; ours is the only one with a fixed price. '.repeat(
    4,
  );

/** One of each, as rich as people meet them. */
export const PICTURED: { [T in CardType]: { text: string; card: Extract<Card, { type: T }> } } = {
  record: {
    text: 'Here is **Jane Doe**.',
    card: {
      type: 'record',
      entity: 'contact',
      id: 'c1',
      title: 'Jane Doe',
      subtitle: 'VP Sales, Northwind Traders',
      badge: 'Updated',
      fields: [
        { label: 'E-mail', value: 'jane@northwind.example' },
        { label: 'Phone', value: '+1 415 555 0100', wasChanged: true },
        { label: 'Company', value: 'Northwind Traders' },
        { label: 'Job title', value: 'VP Sales' },
        { label: 'Owner', value: 'Akira Tanaka' },
        { label: 'Source', value: 'Referral' },
        { label: 'City', value: 'Hamburg' },
        { label: 'Notes', value: NOTE },
        ...Array.from({ length: 12 }, (_, at) => ({ label: `Own field ${at + 1}`, value: 'Yes' })),
      ],
      undoGroupId: 'g1',
    },
  },
  table: {
    text: 'I found 57 open deals. Together they come to $2,418,300. Here are the first 20.',
    card: {
      type: 'table',
      title: 'Deals',
      columns: [
        { key: 'deal', label: 'Title' },
        { key: 'company', label: 'Company' },
        { key: 'stage', label: 'Stage' },
        { key: 'amount', label: 'Amount', align: 'right' },
        { key: 'close', label: 'Expected close' },
        { key: 'owner', label: 'Owner' },
      ],
      rows: Array.from({ length: 20 }, (_, at) => {
        const [deal = '', company = '', stage = '', close = '', amount = '', owner = ''] =
          DEALS[at % DEALS.length] ?? [];
        return { entity: 'opportunity', id: `o${at}`, cells: { deal, company, stage, close, amount, owner } };
      }),
      count: 57,
      total: { label: 'Total', value: '$2,418,300' },
    },
  },
  approval: {
    text: '**Delete 19 contacts**? I will do it once you approve.',
    card: {
      type: 'approval',
      approvalId: 'a1',
      title: 'Delete 19 contacts',
      count: 19,
      sample: [
        { title: 'Ada Quist', detail: 'Contoso · no e-mail' },
        { title: 'Paul Reyes', detail: 'Fabrikam · no e-mail' },
        { title: 'Ana Kovač', detail: 'no company · no e-mail' },
      ],
      changes: [],
      expiresAt: '2030-01-01T10:00:00.000Z',
      status: 'pending',
      isDestructive: true,
    },
  },
  brief: {
    text: 'Here is what matters for your call.',
    card: {
      type: 'brief',
      title: 'Brief: Northwind Traders',
      subtitle: 'Call tomorrow at 10:00',
      sections: [
        {
          heading: 'Where things stand',
          items: [
            { text: 'Two open deals worth $210,500, the larger one in Negotiation.', source: 'deals' },
            { text: 'Nobody has talked to them for 34 days.', source: 'timeline' },
          ],
        },
        { heading: 'People', items: [{ text: 'Jane Doe, VP Sales, prefers mornings.', source: 'memory' }] },
      ],
    },
  },
  choice: {
    text: 'Which contact do you mean by “Zoe”?',
    card: {
      type: 'choice',
      choiceId: 'q1',
      title: 'Which contact do you mean by “Zoe”?',
      options: [
        { label: 'Zoe Costa', detail: 'CFO · Acme' },
        { label: 'Zoe Rossi', detail: 'Buyer · Fabrikam' },
      ],
      status: 'open',
    },
  },
  list: {
    text: 'These have heard nothing for longest.',
    card: {
      type: 'list',
      title: 'Who to call next',
      items: DEALS.map(([deal, company], at) => ({
        title: deal,
        detail: `${company}, silent for ${40 - at} days`,
        entity: 'opportunity',
        id: `o${at}`,
      })),
      count: 12,
    },
  },
  chart: {
    text: 'Here are 57 open deals by stage.',
    card: {
      type: 'chart',
      kind: 'bar',
      title: 'Open deals by stage',
      categories: ['Discovery', 'Qualified', 'Proposal', 'Negotiation'],
      series: [
        {
          label: 'Amount',
          values: [318_900, 541_250, 926_500, 631_650],
          words: ['$318,900', '$541,250', '$926,500', '$631,650'],
        },
      ],
      summary: 'Most of it is in Proposal: $926,500.',
    },
  },
  form: {
    text: 'What is the name of the contact? Say it with what else you know, or fill this in.',
    card: {
      type: 'form',
      tool: 'create_contact',
      title: 'New contact',
      fields: [
        { name: 'name', label: 'Name', kind: 'text', isRequired: true },
        { name: 'email', label: 'E-mail', kind: 'email' },
        { name: 'company', label: 'Company', kind: 'text' },
        {
          name: 'lifecycle',
          label: 'Lifecycle stage',
          kind: 'choice',
          options: [{ label: 'Lead', value: 'lead' }],
        },
        { name: 'notes', label: 'Notes', kind: 'long_text' },
      ],
      submit: 'Add a contact',
    },
  },
  progress: {
    text: 'One part of this is missing: the deals could not be read.',
    card: {
      type: 'progress',
      title: 'Preparing your meeting',
      steps: [
        { id: '1', title: 'Looking at the people', state: 'done' },
        { id: '2', title: 'Looking at the deals', state: 'failed', detail: 'The database did not answer.' },
        { id: '3', title: 'Writing the brief', state: 'done' },
      ],
    },
  },
  file: {
    text: 'Here is your export.',
    card: { type: 'file', fileId: 'f1', name: 'open-deals.csv', mediaType: 'text/csv', size: 24_576 },
  },
  error: {
    text: '',
    card: {
      type: 'error',
      title: 'Something went wrong on my side.',
      advice: 'Please try again. If it happens again, give your admin the reference.',
      reference: 'ab12cd34',
    },
  },
  help: {
    text: 'I keep your CRM while you talk.',
    card: {
      type: 'help',
      title: 'What I can do',
      groups: [
        {
          heading: 'Contacts',
          examples: ['Add Jane Doe from Acme, jane@acme.com', 'Who at Acme is in sales?'],
        },
        { heading: 'Deals', examples: ['Move the Acme deal to Proposal', 'What closes this quarter?'] },
        { heading: 'Tasks', examples: ['Remind me to call Jane tomorrow at 10'] },
        { heading: 'Briefs', examples: ['Prepare me for my call with Northwind'] },
      ],
    },
  },
};

/** Charts of the other kinds. */
export const PICTURED_CHARTS: Extract<Card, { type: 'chart' }>[] = [
  {
    type: 'chart',
    kind: 'column',
    title: 'Won deals by month',
    categories: ['June 2026', 'July 2026', 'August 2026', 'September 2026', 'October 2026', 'November 2026'],
    series: [
      {
        label: 'Amount',
        values: [42, 61, 38, 90, 74, 55],
        words: ['$42,000', '$61,000', '$38,000', '$90,000', '$74,000', '$55,000'],
      },
    ],
  },
  {
    type: 'chart',
    kind: 'line',
    title: 'New contacts and deals by month',
    categories: ['June 2026', 'July 2026', 'August 2026', 'September 2026', 'October 2026', 'November 2026'],
    series: [
      { label: 'Contacts', values: [42, 61, 38, 90, 74, 55], words: ['42', '61', '38', '90', '74', '55'] },
      { label: 'Deals', values: [12, 18, 9, 30, 22, 25], words: ['12', '18', '9', '30', '22', '25'] },
    ],
  },
  {
    type: 'chart',
    kind: 'pie',
    title: 'Contacts by source',
    categories: ['Referral', 'Web', 'Trade fair', 'Cold call', 'None'],
    series: [{ label: 'Contacts', values: [40, 25, 18, 9, 8], words: ['40', '25', '18', '9', '8'] }],
  },
  {
    type: 'chart',
    kind: 'funnel',
    title: 'Conversion, New business',
    categories: ['Discovery', 'Qualified', 'Proposal', 'Negotiation'],
    series: [{ label: 'Reached', values: [64, 41, 22, 11], words: ['64', '41', '22', '11'] }],
  },
  {
    type: 'chart',
    kind: 'stacked',
    title: 'Open deals by month and owner',
    categories: ['October 2026', 'November 2026', 'December 2026'],
    series: [
      { label: 'Mia Chen', values: [30, 45, 52], words: ['$30,000', '$45,000', '$52,000'] },
      { label: 'Kofi Mensah', values: [18, 12, 40], words: ['$18,000', '$12,000', '$40,000'] },
    ],
  },
  {
    type: 'chart',
    kind: 'scatter',
    title: 'Visits by day',
    categories: Array.from({ length: 14 }, (_, at) => `November ${at + 1}`),
    series: [
      {
        label: 'Visits',
        values: [31, 28, 44, 52, 47, 61, 23, 19, 55, 58, 49, 66, 71, 27],
        words: ['31', '28', '44', '52', '47', '61', '23', '19', '55', '58', '49', '66', '71', '27'],
      },
    ],
  },
  {
    type: 'chart',
    kind: 'histogram',
    title: 'How long visits last',
    categories: ['0 to 30 s', '30 to 60 s', '1 to 2 min', '2 to 5 min', '5 to 10 min', 'over 10 min'],
    series: [
      { label: 'Visits', values: [120, 86, 64, 41, 17, 6], words: ['120', '86', '64', '41', '17', '6'] },
    ],
  },
];
