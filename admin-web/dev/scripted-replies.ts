import type { Card } from '@clianta/agents/reply.schema';
import type { TurnEvent } from '@clianta/agents/turn-event.schema';

/** What the stand-in server answers, by a word of the message. Only for development and tests. */
export interface Scripted {
  status: string;
  steps?: string[];
  text: string;
  cards: Card[];
  suggestions?: string[];
  isFailure?: boolean;
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

const approval = (count: number, typedCount?: number): Card => ({
  type: 'approval',
  approvalId: `ap-${Math.random().toString(36).slice(2)}`,
  title: count > 100 ? `Reassign ${count} open deals to Inês` : `Delete ${count} contacts without an e-mail`,
  count,
  sample: [
    { title: 'Paul Reyes', detail: 'Contoso, added in March' },
    { title: 'Ana Kovač', detail: 'no company' },
    { title: 'D. Hall' },
  ],
  changes: count > 100 ? [{ label: 'Owner', from: 'Jonas Weber', to: 'Inês Carvalho' }] : [],
  ...(typedCount !== undefined && { typedCount }),
  expiresAt: inMinutes(30),
  status: 'pending',
});

const table: Card = {
  type: 'table',
  title: 'Deals closing this quarter',
  columns: [
    { key: 'deal', label: 'Deal' },
    { key: 'company', label: 'Company' },
    { key: 'stage', label: 'Stage' },
    { key: 'close', label: 'Closes', align: 'right' },
    { key: 'amount', label: 'Amount', align: 'right' },
  ],
  rows: Array.from({ length: 14 }, (_, n) => ({
    entity: 'opportunity',
    id: `o${n}`,
    cells: {
      deal: `${['Fleet rollout', 'Port hub', 'Cold chain'][n % 3]} ${n + 1}`,
      company: ['Northwind', 'Contoso', 'Fabrikam', 'Adventure Works'][n % 4] ?? '',
      stage: ['Proposal', 'Negotiation', 'Qualified'][n % 3] ?? '',
      close: `${(n % 28) + 1} Dec`,
      amount: `€${(12 + n * 3.5).toFixed(1)}k`,
    },
  })),
  count: 23,
  total: { label: 'Total of 23', value: '€812,400' },
};

const SCRIPTS: [RegExp, () => Scripted][] = [
  [
    /add|create|change/i,
    () => ({
      status: 'Adding Jane Doe',
      text: 'Added **Jane Doe** and linked her to Northwind.',
      cards: [
        {
          type: 'record',
          entity: 'contact',
          id: 'c1',
          title: 'Jane Doe',
          subtitle: 'VP Sales at Northwind',
          badge: 'Created',
          fields: [
            { label: 'E-mail', value: 'jane@northwind.example', wasChanged: true },
            { label: 'Company', value: 'Northwind' },
            { label: 'Job title', value: 'VP Sales' },
            { label: 'Owner', value: 'Mara Lindqvist' },
          ],
          undoGroupId: 'g-jane',
        },
      ],
      suggestions: ['Remind me to call Jane tomorrow at 10', 'Create a 12k deal for Northwind'],
    }),
  ],
  [
    /clos|table|deals/i,
    () => ({
      status: 'Looking at the open deals',
      text: 'These **23 deals** are expected to close by 31 December.',
      cards: [table],
      suggestions: ['Only those over 20k', 'Which of them are stuck?'],
    }),
  ],
  [
    /delete/i,
    () => ({ status: 'Counting contacts', text: 'This needs your approval.', cards: [approval(12)] }),
  ],
  [
    /reassign/i,
    () => ({ status: 'Counting deals', text: 'This needs your approval.', cards: [approval(142, 142)] }),
  ],
  [
    /prepare|brief/i,
    () => ({
      status: 'Preparing your call',
      steps: ['Northwind and its people', 'Open deals', 'Recent activity'],
      text: 'Here is what matters for your call with Northwind.',
      cards: [
        {
          type: 'brief',
          title: 'Call with Northwind',
          subtitle: 'Tomorrow at 10:00',
          sections: [
            {
              heading: 'Where things stand',
              items: [
                { text: 'Two open deals worth €64,000, the larger one in Negotiation.', source: 'Deals' },
                { text: 'No contact for 34 days.', source: 'Activity timeline' },
              ],
            },
            {
              heading: 'People',
              items: [{ text: 'Jane Doe, VP Sales, prefers mornings.', source: 'Memory, 3 October' }],
            },
          ],
        },
      ],
    }),
  ],
  [
    /markdown/i,
    () => ({
      status: 'Thinking',
      text: [
        'A [link home](/pipelines), a [shady link](https://evil.example/x) and <img src=x onerror=alert(1)>.',
        '![tracker](https://evil.example/pixel.png)',
        '- one\n- **two** with `code`\n- three',
        '| Stage | Deals |\n|---|--:|\n| Proposal | 12 |',
      ].join('\n\n'),
      cards: [],
    }),
  ],
  [/fail/i, () => ({ status: 'Trying', text: '', cards: [], isFailure: true })],
];

export function scriptFor(text: string): Scripted {
  const found = SCRIPTS.find(([pattern]) => pattern.test(text));
  if (found) return found[1]();
  return {
    status: 'Thinking',
    text: 'I can look things up and change them. Try asking which deals close this quarter.',
    cards: [],
    suggestions: ['What closes this quarter?'],
  };
}

/** The events before `done`, in order. */
export function eventsOf(script: Scripted): TurnEvent[] {
  const steps = (script.steps ?? []).flatMap((text, n): TurnEvent[] => [
    { type: 'status', text, step: { id: `s${n}`, state: 'running' } },
  ]);
  const finished = (script.steps ?? []).map(
    (text, n): TurnEvent => ({ type: 'status', text, step: { id: `s${n}`, state: 'done' } }),
  );
  const words = script.text.match(/\S+\s*/g) ?? [];
  return [
    { type: 'status', text: script.status },
    ...steps,
    ...finished,
    ...words.map((delta): TurnEvent => ({ type: 'text', delta })),
    ...script.cards.map(
      (card): TurnEvent => (card.type === 'approval' ? { type: 'approval', card } : { type: 'card', card }),
    ),
  ];
}
