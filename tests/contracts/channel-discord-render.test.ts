import type { Card, Reply, TableCard } from '@clianta/agents/reply.schema';
import { renderReply } from '@clianta/bot/channels/discord/render/render';
import { describe, expect, it } from 'vitest';
import { controlsOf, textsOf } from '../support/discord-events.ts';
import { brokenMessageRules } from '../support/discord-message-rules.ts';
import { randomFrom } from '../support/random.ts';

type Shown = Array<{ content?: string; components: Array<Record<string, unknown>> }>;
const V2 = 1 << 15;

const render = (reply: Partial<Reply>) => renderReply({ text: '', cards: [], ...reply }) as unknown as Shown;
const drawn = (reply: Partial<Reply>) =>
  render(reply)
    .map(({ content = '', components }) => `${content}${textsOf(components)}`)
    .join('\n');
const broken = (messages: Shown) =>
  messages.flatMap(({ content, components }) =>
    brokenMessageRules({
      ...(content !== undefined && { content }),
      components,
      flags: content === undefined ? V2 : 0,
      allowed_mentions: { parse: [] },
    }),
  );

const table = (columns: string[], rows: string[][], more: Partial<TableCard> = {}): TableCard => ({
  type: 'table',
  title: 'Deals',
  columns: columns.map((label) => ({ key: label, label })),
  rows: rows.map((row, at) => ({
    entity: 'opportunity',
    id: `d${at}`,
    cells: Object.fromEntries(columns.map((label, column) => [label, row[column] ?? ''])),
  })),
  count: rows.length,
  ...more,
});

describe('a reply on Discord', () => {
  it('of words alone is plain text, in as many messages as it takes', () => {
    expect(render({ text: 'Two deals.' })).toMatchObject([{ content: 'Two deals.', components: [] }]);
    const long = Array.from({ length: 700 }, (_, at) => `word${at}`).join(' ');
    const messages = render({ text: long, suggestions: ['And now?'] });
    expect(broken(messages)).toEqual([]);
    expect(messages.map(({ content }) => content).join(' ')).toBe(long);
    expect(messages.map(({ components }) => controlsOf(components).length)).toEqual([0, 0, 1]);
  });

  it('keeps CommonMark where Discord has it, and makes something of the rest', () => {
    const text =
      '# Title\n\n**bold** *em* ~~gone~~ `code` [Acme](https://acme.example/a_(b))\n\n1. one\n   - two\n\n> quote\n\n![a picture](https://x.example/p.png)\n\n| A | B |\n|---|---|\n| 1 | 2 |';
    expect(drawn({ text })).toBe(
      '# Title\n\n**bold** *em* ~~gone~~ `code` [Acme](https://acme.example/a_%28b%29)\n\n1. one\n  - two\n\n> quote\n\na picture\n\n```\nA  B\n─  ─\n1  2\n```',
    );
  });

  it('lets nobody be mentioned and nothing be markup that is in a name', () => {
    const name = 'Jane <CFO> :tada: *Doe* <@123> @everyone [pay](https://evil.example) a_b `x` || # 1';
    const said = drawn({ cards: [{ type: 'record', entity: 'contact', id: '1', title: name, fields: [] }] });
    expect(said).toBe(
      '### Jane \\<CFO> \\:tada: \\*Doe\\* \\<@123> @everyone [pay\\](https://evil.example) a\\_b \\`x\\` \\|\\| # 1',
    );
    const lines = '# heading\n- point\n> quote\n1. first\nhttps://acme.example/a_b_c';
    const facts = [{ label: 'Note', value: lines }];
    expect(drawn({ cards: [{ type: 'record', entity: 'c', id: '1', title: 'T', fields: facts }] })).toContain(
      '\n\\- point\n\\> quote\n1\\. first\nhttps://acme.example/a_b_c',
    );
  });

  it('draws a narrow table aligned, wide characters too, with its head on each part', () => {
    const rows = Array.from({ length: 60 }, (_, at) => [`Deal ${at}`, `$${at}00`]);
    const card = table(['Name', 'Amount'], [['東京', '$1'], ...rows]);
    card.columns[1] = { key: 'Amount', label: 'Amount', align: 'right' };
    const said = drawn({ cards: [card] });
    expect(said).toContain('Name     Amount\n───────  ──────\n東京         $1\nDeal 0     $000');
    expect(said.split('Name     Amount').length).toBeGreaterThan(2);
    for (const [name = ''] of rows) expect(said).toContain(`${name} `);
    expect(broken(render({ cards: [card] }))).toEqual([]);
  });

  it('draws a wide table as two lines a row', () => {
    const columns = ['Name', 'Company', 'Stage', 'Amount'];
    const card = table(columns, [
      ['Rollout of *everything*', 'Northwind Traders Europe', 'Proposal', '$12,000'],
    ]);
    expect(drawn({ cards: [card] })).toContain(
      '**Rollout of \\*everything\\***\n-# Company: Northwind Traders Europe · Stage: Proposal · Amount: $12,000',
    );
  });

  it('opens records of a table and of a list from a select, and asks for the rest', () => {
    const card = table(['Name', 'Amount'], [['Rollout', '$5']], { count: 9 });
    const [select, more] = controlsOf(render({ cards: [card] }).flatMap(({ components }) => components));
    expect(select).toMatchObject({
      options: [{ label: 'Rollout', value: 'opportunity:d0', description: '$5' }],
    });
    expect(more).toMatchObject({ label: 'Show 8 more' });
  });

  it('draws a chart as bars with their figures', () => {
    const chart: Card = {
      type: 'chart',
      kind: 'bar',
      title: 'By stage',
      categories: ['Lead', 'Won', 'Lost', 'None'],
      series: [{ label: 'Amount', values: [100, 50, -1, 0], words: ['$100', '$50', '-$1', '$0'] }],
    };
    expect(drawn({ cards: [chart] })).toContain(
      [
        'Lead ██████████████ $100',
        'Won  ███████        $50',
        'Lost ░              -$1',
        'None                $0',
      ].join('\n'),
    );
  });

  it('names in red what is destroyed, and only that', () => {
    const proposal = (title: string, isDestructive: boolean): Card => ({
      type: 'approval',
      isDestructive,
      approvalId: 'a1',
      title,
      count: 2,
      sample: [{ title: 'Ada' }, { title: 'Ben' }],
      changes: [],
      expiresAt: '2030-01-01T10:00:00.000Z',
      status: 'pending',
    });
    const first = (title: string, isDestructive: boolean) =>
      controlsOf(
        render({ cards: [proposal(title, isDestructive)] }).flatMap(({ components }) => components),
      )[0];
    expect(first('Delete 2 contacts', true)).toMatchObject({ label: 'Delete 2 contacts', style: 4 });
    expect(first('Move 2 deals to Won', false)).toMatchObject({ label: 'Approve', style: 3 });
  });

  it('is within the limits of Discord whatever is in it, and nothing is left out', () => {
    const random = randomFrom(4);
    const below = (most: number) => Math.floor(random() * most);
    let count = 0;
    const said: string[] = [];
    const word = () => {
      const one = `w${++count}x`;
      said.push(one);
      return one;
    };
    const words = (most: number) => Array.from({ length: 1 + below(most) }, word).join(' ');
    const many = <T>(most: number, make: () => T) => Array.from({ length: below(most) }, make);
    const cards: Array<() => Card> = [
      () => ({
        type: 'record',
        entity: 'contact',
        id: 'c1',
        title: words(40),
        fields: many(60, () => ({ label: words(3), value: words(200) })),
        undoGroupId: 'g1',
      }),
      () => {
        const rows = many(120, () => [words(8), words(2), words(20)]);
        return table(['Name', 'Amount', 'Note'].slice(0, 3), rows, { title: words(30), undoGroupId: 'g1' });
      },
      () => ({
        type: 'approval',
        approvalId: `a${below(1e6)}`,
        title: words(30),
        count: 500,
        sample: many(60, () => ({ title: words(20), detail: words(20) })),
        changes: many(40, () => ({ label: words(2), to: words(40) })),
        expiresAt: '2030-01-01T10:00:00.000Z',
        status: 'pending',
      }),
      () => ({
        type: 'choice',
        choiceId: `q${below(1e6)}`,
        title: words(20),
        options: Array.from({ length: 1 + below(20) }, () => ({ label: words(30), detail: words(10) })),
        status: 'open',
      }),
      () => ({
        type: 'list',
        title: words(10),
        items: many(90, () => ({
          title: words(30),
          detail: words(10),
          entity: 'contact',
          id: `c${below(1e9)}`,
        })),
        count: 200,
      }),
      () => ({
        type: 'help',
        title: words(5),
        groups: many(12, () => ({ heading: words(4), examples: many(12, () => words(12)) })),
      }),
      () => ({
        type: 'brief',
        title: words(5),
        sections: many(20, () => ({ heading: words(4), items: many(20, () => ({ text: words(60) })) })),
      }),
    ];
    for (let round = 0; round < 100; round++) {
      said.length = 0;
      const reply = {
        text: below(2) ? words(900) : '',
        cards: many(5, () => (cards[below(cards.length)] ?? cards[0])?.()).filter(
          (card) => card !== undefined,
        ),
        suggestions: many(5, () => words(40)),
      };
      const messages = render(reply);
      expect(broken(messages)).toEqual([]);
      const shown = new Set(JSON.stringify(messages).match(/w\d+x/g));
      // a suggestion longer than a button is cut, and says all of it when it is pressed
      const told = new Set(said.filter((one) => !shown.has(one)));
      for (const suggestion of reply.suggestions) for (const one of suggestion.split(' ')) told.delete(one);
      expect([...told]).toEqual([]);
    }
  });
});
