import type { ApprovalCard, Card, TableCard } from '@clianta/agents/reply.schema';
import { messageActivity } from '@clianta/bot/channels/teams/activities';
import { renderReply } from '@clianta/bot/channels/teams/render/render';
import { describe, expect, it } from 'vitest';
import { brokenCardRules, buttonsOf, elementsOf } from '../support/teams-card-rules.ts';

const MOST_BYTES = 28 * 1024;
const drawn = (card: Card, isPersonal = true) => renderReply({ text: '', cards: [card] }, { isPersonal });
const activities = (...cards: Card[]) =>
  renderReply({ text: 'Here.', cards, suggestions: ['help'] }, { isPersonal: false }).map((one) =>
    messageActivity(one),
  );
const words = (value: unknown) => elementsOf(value).map(({ text }) => text);

const approval = (more: Partial<ApprovalCard> = {}): ApprovalCard => ({
  type: 'approval',
  approvalId: 'a1',
  title: 'Delete 12 contacts',
  isDestructive: true,
  count: 12,
  sample: [{ title: 'Ada Quist' }],
  changes: [],
  expiresAt: '2030-01-01T10:00:00.000Z',
  status: 'pending',
  ...more,
});

const table = (rows: number, cell = 'Ünïcode 😀 '.repeat(20)): TableCard => ({
  type: 'table',
  title: 'Deals',
  columns: Array.from({ length: 8 }, (_, at) => ({ key: `c${at}`, label: `Column ${at}` })),
  rows: Array.from({ length: rows }, (_, row) => ({
    cells: Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`c${at}`, `${row}:${at} ${cell}`])),
  })),
  count: 500,
});

describe('a proposal in Teams', () => {
  it('that destroys has a red button that names what it does, and asks Teams to show it anew', () => {
    const [{ cards = [] } = {}] = drawn(approval());
    const [red] = elementsOf(cards).filter(({ style }) => style === 'destructive');
    expect(red).toMatchObject({ type: 'Action.Execute', title: 'Delete 12 contacts', verb: 'approve' });
    expect(cards[0]?.refresh).toMatchObject({ action: { verb: 'refresh', data: { approvalId: 'a1' } } });
  });

  it('has no buttons and no refresh once it is decided', () => {
    const [{ cards = [] } = {}] = drawn(approval({ status: 'executed' }));
    expect(elementsOf(cards).filter(({ type }) => String(type).startsWith('Action.'))).toEqual([]);
    expect(cards[0]).not.toHaveProperty('refresh');
  });

  it('of many records has a field for their number', () => {
    const [{ cards = [] } = {}] = drawn(approval({ typedCount: 120, count: 120 }));
    expect(elementsOf(cards)).toContainEqual(
      expect.objectContaining({ type: 'Input.Number', id: 'typedCount' }),
    );
    const [first] = elementsOf(cards).filter(({ style }) => style === 'destructive');
    expect(first?.data).toMatchObject({ kind: 'approve', isTyped: true });
  });

  it('stands alone in its message, between what was said before and after', () => {
    const shown = renderReply(
      { text: 'Before.', cards: [table(1, 'x'), approval(), table(1, 'x')] },
      { isPersonal: true },
    );
    expect(shown.map(({ cards, cardId }) => [cards.length, cardId])).toEqual([
      [1, undefined],
      [1, 'a1'],
      [1, undefined],
    ]);
  });
});

describe("Teams' limits", () => {
  const long = 'A very long piece of text. '.repeat(120);
  const many = (count: number) => Array.from({ length: count }, (_, at) => at);
  const huge: Card[] = [
    table(200),
    {
      type: 'record',
      entity: 'contact',
      id: 'c1',
      title: long,
      fields: many(80).map((at) => ({ label: `F${at}`, value: long })),
    },
    {
      type: 'list',
      title: 'L',
      items: many(400).map((at) => ({ title: `Item ${at} ${long}`, detail: long })),
      count: 900,
    },
    {
      type: 'brief',
      title: 'B',
      sections: many(40).map((at) => ({ heading: `H${at}`, items: [{ text: long, source: long }] })),
    },
    {
      type: 'chart',
      kind: 'column',
      title: 'C',
      categories: many(300).map((at) => `Category ${at}`),
      series: [{ label: 'S', values: many(300), words: many(300).map((at) => `$${at}`) }],
    },
    {
      type: 'help',
      title: 'H',
      groups: many(60).map((at) => ({
        heading: `G${at}`,
        examples: many(12).map((e) => `Say ${e} ${long}`.slice(0, 1_500)),
      })),
    },
    {
      type: 'progress',
      title: 'P',
      steps: many(200).map((at) => ({ id: `${at}`, title: long, state: 'done' as const })),
    },
    approval({ title: long, sample: many(300).map((at) => ({ title: `R${at} ${long}` })), count: 700 }),
  ];

  it.each(huge.map((card) => [card.type, card] as const))(
    'are kept by a huge %s, which is still a good card',
    (_type, card) => {
      const shown = activities(card);
      for (const activity of shown) {
        expect(Buffer.byteLength(JSON.stringify(activity))).toBeLessThan(MOST_BYTES);
        expect(brokenCardRules(activity)).toEqual([]);
      }
    },
  );

  it('a stacked chart is stacked, and one of several lines is not', () => {
    const [line, stacked] = (['line', 'stacked'] as const).map((kind) => {
      const series = ['A', 'B'].map((label) => ({ label, values: [1, 2], words: ['$1', '$2'] }));
      const [{ cards = [] } = {}] = drawn({
        type: 'chart',
        kind,
        title: 'C',
        categories: ['x', 'y'],
        series,
      });
      return elementsOf(cards).find(({ type }) => String(type).startsWith('Chart.'));
    });
    expect(stacked).toMatchObject({ type: 'Chart.VerticalBar.Grouped', stacked: true });
    expect(line).toMatchObject({ type: 'Chart.Line' });
  });

  it('a shortened table says how many rows are left', () => {
    const [{ cards = [] } = {}] = drawn(table(200));
    const rows = elementsOf(cards).filter(({ type }) => type === 'TableRow').length - 1;
    expect(rows).toBeGreaterThan(3);
    expect(words(cards)).toContain(`${rows} of 500 shown, ${500 - rows} more`);
  });

  it('a long text goes on in further messages, and loses nothing', () => {
    const text = Array.from({ length: 3_000 }, (_, at) => `word${at}`).join(' ');
    const shown = renderReply({ text, cards: [] }, { isPersonal: true });
    expect(shown.length).toBeGreaterThan(1);
    expect(
      shown
        .map((one) => one.text)
        .join(' ')
        .split(/\s+/),
    ).toEqual(text.split(' '));
  });
});

describe('what is said in Teams', () => {
  it('offers what to say next above the box in private, as buttons elsewhere', () => {
    const reply = { text: 'Done.', cards: [], suggestions: ['Show my deals'] };
    const [personal] = renderReply(reply, { isPersonal: true }).map((one) => messageActivity(one));
    expect(personal?.suggestedActions).toMatchObject({
      actions: [{ type: 'imBack', value: 'Show my deals' }],
    });
    const [group] = renderReply(reply, { isPersonal: false }).map((one) => messageActivity(one));
    expect(group).not.toHaveProperty('suggestedActions');
    expect(buttonsOf(group ?? {}).get('Show my deals')).toEqual({ kind: 'say', text: 'Show my deals' });
  });

  it('calls nobody and runs nothing, whatever the text', () => {
    const text = 'Hi <at>Ada</at> \\<b\\> [x](javascript:alert(1)) [ok](https://clianta.example)';
    const [said] = renderReply({ text, cards: [] }, { isPersonal: true });
    expect(said?.text).toBe(
      'Hi &lt;at>Ada&lt;/at> &lt;b\\> [x] (javascript:alert(1)) [ok](https://clianta.example)',
    );
  });

  it('shows names with markup in them as they are', () => {
    const name = '*Ada* [_Q_](https://x.example) <at>all</at> :smile:';
    const [{ cards = [] } = {}] = drawn({
      type: 'list',
      title: 'People',
      items: [{ title: name }],
      count: 1,
    });
    expect(elementsOf(cards)).toContainEqual(expect.objectContaining({ type: 'TextRun', text: `• ${name}` }));
    expect(elementsOf(cards).filter(({ type }) => type === 'TextBlock')).toEqual([]);
  });
});
