import type {
  ApprovalCard,
  BriefCard,
  Card,
  RecordCard,
  Reply,
  TableCard,
} from '@clianta/agents/reply.schema';
import { readReference } from '@clianta/bot/channels/slack/render/form-reference';
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
  isDestructive: true,
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
    'a long list': reply('', [
      {
        type: 'list',
        title: 'L'.repeat(200),
        items: Array.from({ length: 300 }, (_, i) => ({
          title: `<${i}>`.repeat(20),
          detail: 'd'.repeat(100),
        })),
        count: 900,
      },
    ]),
    'a chart of long names': reply('', [
      {
        type: 'chart',
        kind: 'column',
        title: 'Chart',
        categories: Array.from({ length: 90 }, (_, i) => `c${i} ${'x'.repeat(60)}`),
        series: ['A', 'B'].map((label) => ({
          label,
          values: Array.from({ length: 90 }, (_, i) => i * 5),
          words: Array.from({ length: 90 }, (_, i) => `$${i * 5}`),
        })),
      },
    ]),
    'much help': reply('', [
      {
        type: 'help',
        title: 'Help',
        groups: Array.from({ length: 20 }, (_, i) => ({
          heading: `G${i}`,
          examples: Array.from({ length: 30 }, (_, j) => `Say ${j} ${'e'.repeat(j * 10)}`),
        })),
      },
    ]),
    'a long error': reply('', [
      { type: 'error', title: 'E'.repeat(4_000), advice: 'a'.repeat(4_000), reference: 'r1' },
    ]),
    'a long plan': reply('', [
      {
        type: 'progress',
        title: 'P'.repeat(151),
        steps: Array.from({ length: 80 }, (_, i) => ({
          id: `${i}`,
          title: 's'.repeat(90),
          state: 'done' as const,
        })),
      },
    ]),
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
      { action_id: 'clianta_approve', value: 'a1', style: 'danger', text: { text: 'Delete 12 contacts' } },
      { action_id: 'clianta_reject', value: 'a1' },
      { action_id: 'clianta_say_all', value: 'Show me all 12', text: { text: 'Show all 12' } },
    ]);
    expect(all(message)).toContain('Ada &lt;b&gt; – no e-mail');
    expect(all(message)).toContain('… and 10 more');
    expect(all(renderApproval(approval({ typedCount: 120 })))).toContain('clianta_approve_typed');
  });

  it('has a red button only where something is taken away, and asks for the rest only where there is one', () => {
    const harmless = approval({ title: 'Assign 2 contacts to Carlos', count: 2, isDestructive: false });
    const buttons = renderApproval(harmless).blocks.flatMap((block) =>
      block.type === 'actions' ? block.elements : [],
    );
    expect(buttons).toMatchObject([
      { text: { text: 'Approve' }, style: 'primary' },
      { text: { text: 'Reject' } },
    ]);
    expect(buttons).toHaveLength(2);
  });

  it('folds a record of many facts or a long note; what was changed stays, and a button opens all of it', () => {
    const fields = Array.from({ length: 30 }, (_, i) => ({ label: `L${i}`, value: `v${i}` }));
    const drawn = all(
      renderReply(
        reply('', [record({ fields: [...fields, { label: 'New', value: 'x', wasChanged: true }] })]),
      ),
    );
    expect(drawn).toContain('*New* ✎');
    expect(drawn).not.toContain('*L20*');
    expect(drawn).toContain('"action_id":"clianta_record","value":"contact:c1"');
    const note = all(
      renderReply(reply('', [record({ fields: [{ label: 'Note', value: 'n'.repeat(6_000) }] })])),
    );
    expect(note.length).toBeLessThan(2_500);
    expect(note).toContain('clianta_record');
    expect(all(renderReply(reply('', [record()])))).not.toContain('clianta_record');
  });

  it('says an example of the help, and asks for more of a list, at a click', () => {
    const help: Card = {
      type: 'help',
      title: 'Help',
      groups: [{ heading: 'Deals', examples: ['Move it', 'Win it'] }],
    };
    expect(all(renderReply(reply('', [help])))).toMatch(/"clianta_say_0_1","value":"Win it"/);
    const list: Card = { type: 'list', title: 'Calls', items: [{ title: 'Jane' }], count: 5 };
    expect(all(renderReply(reply('', [list])))).toMatch(/Show 4 more.*"value":"Show more"/);
  });

  it('opens a form from its button, with what is filled in as far as a button has room', () => {
    const form: Card = {
      type: 'form',
      tool: 'create_contact',
      title: 'New contact',
      submit: 'Add a contact',
      fields: [
        { name: 'name', label: 'Name', kind: 'text', value: 'Ada' },
        { name: 'note', label: 'Note', kind: 'long_text', value: 'n'.repeat(3_000) },
      ],
    };
    const [message] = renderReply(reply('', [form]));
    const [button] = (message?.blocks ?? []).flatMap((block) =>
      block.type === 'actions' ? block.elements : [],
    );
    expect(button).toMatchObject({ action_id: 'clianta_form', text: { text: 'Add a contact' } });
    const value = button && 'value' in button ? String(button.value) : '';
    expect(readReference(value)).toEqual({ tool: 'create_contact', given: { name: 'Ada' } });
    expect(readReference('{"tool":5}')).toBeUndefined();
  });

  it('draws a chart as bars whose lengths are the figures', () => {
    const chart: Card = {
      type: 'chart',
      kind: 'bar',
      title: 'Pipeline',
      categories: ['Lead', 'Won', 'Lost'],
      series: [{ label: 'Amount', values: [100, 50, 0], words: ['$100', '$50', '$0'] }],
    };
    const drawn = all(renderReply(reply('', [chart])));
    const lengths = ['Lead', 'Won', 'Lost'].map(
      (label) => (new RegExp(`${label} +(█*)`).exec(drawn)?.[1] ?? '').length,
    );
    expect(lengths).toEqual([16, 8, 0]);
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
