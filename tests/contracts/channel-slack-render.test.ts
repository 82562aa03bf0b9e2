import type {
  ApprovalCard,
  BriefCard,
  Card,
  RecordCard,
  Reply,
  TableCard,
} from '@clianta/agents/reply.schema';
import { renderReply } from '@clianta/bot/channels/slack/render/render';
import { renderApproval } from '@clianta/bot/channels/slack/render/render-approval';
import { describe, expect, it } from 'vitest';
import { brokenBlockRules } from '../support/slack-block-rules.ts';

const reply = (text: string, cards: Card[] = [], suggestions?: string[]): Reply => ({
  text,
  cards,
  ...(suggestions && { suggestions }),
});

const record = (values: Partial<RecordCard> = {}): RecordCard => ({
  type: 'record',
  entity: 'contact',
  id: 'c1',
  title: 'Jane Doe',
  subtitle: 'VP Sales at Northwind',
  badge: 'Created',
  fields: [
    { label: 'E-mail', value: 'jane@northwind.example' },
    { label: 'Phone', value: '+1 415 555 0100', wasChanged: true },
  ],
  undoGroupId: 'g1',
  ...values,
});
const table = (count: number, columns = 3, cell = 'x'): TableCard => ({
  type: 'table',
  title: 'Deals',
  columns: Array.from({ length: columns }, (_, i) => ({ key: `k${i}`, label: `Column ${i}` })),
  rows: Array.from({ length: count }, (_, row) => ({
    cells: Object.fromEntries(
      Array.from({ length: columns }, (_, i) => [`k${i}`, i === 2 ? '' : `${cell}${row}`]),
    ),
  })),
  count: count + 5,
  total: { label: 'Total', value: '$12,000' },
});
const approval = (values: Partial<ApprovalCard> = {}): ApprovalCard => ({
  type: 'approval',
  approvalId: 'a1',
  title: 'Delete 12 contacts',
  count: 12,
  sample: [{ title: 'Ada <b>', detail: 'no e-mail' }, { title: 'Bob' }],
  changes: [{ label: 'Owner', from: 'Sam', to: 'Carlos' }],
  expiresAt: '2026-03-03T10:00:00.000Z',
  status: 'pending',
  ...values,
});
const brief: BriefCard = {
  type: 'brief',
  title: 'Northwind',
  subtitle: 'Call at 10:00',
  sections: [
    {
      heading: 'Deals',
      items: [{ text: '$12,000 in Proposal', source: 'Northwind rollout' }, { text: 'None lost' }],
    },
    {
      heading: 'Long',
      items: Array.from({ length: 200 }, (_, i) => ({ text: `item ${i} ${'y'.repeat(60)}` })),
    },
  ],
};

const all = (rendered: unknown) => JSON.stringify(rendered);

describe('Block Kit', () => {
  const replies: Record<string, Reply> = {
    'a short text': reply('Hello **Jane**'),
    'nothing at all': reply(''),
    '20,000 characters': reply('All of it. '.repeat(1_900)),
    '20,000 characters without a space': reply('x'.repeat(20_000)),
    'a record': reply('Done.', [record()]),
    'a record with very long values and names': reply('', [
      record({
        title: 'T'.repeat(700),
        fields: Array.from({ length: 60 }, (_, i) => ({ label: `L${i}`, value: '<&>'.repeat(i * 25) })),
      }),
    ]),
    'a table': reply('Here:', [table(3)]),
    'a table with 500 rows': reply('', [table(500)]),
    'a table with 30 columns': reply('', [table(5, 30)]),
    'a table with long cells': reply('', [table(90, 4, 'long cell '.repeat(40))]),
    'two tables': reply('', [table(2), table(2)]),
    'an approval': reply('Please decide.', [approval()]),
    'an approval with very much in it': reply('', [
      approval({
        title: 'D'.repeat(200),
        sample: Array.from({ length: 100 }, () => ({ title: '&'.repeat(300), detail: 'd'.repeat(2_000) })),
      }),
    ]),
    'a brief': reply('', [brief]),
    'forty records': reply(
      '',
      Array.from({ length: 40 }, () => record()),
    ),
    suggestions: reply('Next?', [], ['What closes this quarter?', 's'.repeat(300)]),
  };
  for (const [name, one] of Object.entries(replies)) {
    it(`keeps Slack's limits for ${name}`, () => {
      for (const message of renderReply(one)) {
        expect(brokenBlockRules(message.blocks)).toEqual([]);
        expect(message.text.length).toBeGreaterThan(0);
        expect(message.text.length).toBeLessThanOrEqual(4_000);
      }
    });
  }

  it('loses no word of a long text, row of a table or line of a brief', () => {
    const text = Array.from({ length: 4_000 }, (_, i) => `w${i}`).join(' ');
    expect(all(renderReply(reply(text))).match(/w\d+/g)?.length).toBeGreaterThanOrEqual(4_000);
    const rows = renderReply(reply('', [table(500)])).flatMap((message) =>
      message.blocks.flatMap((block) => (block.type === 'table' ? block.rows.slice(1) : [])),
    );
    expect(rows).toHaveLength(500);
    const items = renderReply(reply('', [brief]))
      .flatMap((message) => message.blocks.map(all))
      .join('');
    for (let i = 0; i < 200; i++) expect(items).toContain(`item ${i} `);
  });

  it('draws a record with its badge, its changed field and an Undo button', () => {
    const drawn = all(renderReply(reply('', [record()])));
    expect(drawn).toContain('Created · VP Sales at Northwind');
    expect(drawn).toContain('*Phone* ✎');
    expect(drawn).toContain('"action_id":"clianta_undo","value":"g1"');
  });

  it('puts nothing but the id of the proposal into its buttons', () => {
    const [, message] = renderReply(reply('Please decide.', [approval()]));
    expect(message?.cardId).toBe('a1');
    const buttons = message?.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(buttons).toMatchObject([
      { action_id: 'clianta_approve', value: 'a1', style: 'primary' },
      { action_id: 'clianta_reject', value: 'a1', style: 'danger' },
    ]);
    expect(all(message)).toContain('Ada &lt;b&gt; – no e-mail');
    expect(all(message)).toContain('… and 10 more');
    expect(all(renderApproval(approval({ typedCount: 120 })))).toContain('clianta_approve_typed');
  });

  it('shows how a proposal ended, without buttons', () => {
    for (const status of [
      'approved',
      'executed',
      'partly',
      'rejected',
      'expired',
      'failed',
      'undone',
    ] as const) {
      const { blocks } = renderApproval(approval({ status }));
      expect(blocks.some((block) => block.type === 'actions')).toBe(false);
    }
    expect(all(renderApproval(approval({ status: 'rejected' })))).toContain('Rejected');
  });
});
