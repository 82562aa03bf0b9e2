import { htmlOf, wordsOf } from '@clianta/admin-web/chat/cards/testing';
import { type Card, type CardType, cardSchema, type Reply } from '@clianta/agents/reply.schema';
import { renderReply as renderDiscord } from '@clianta/bot/channels/discord/render/render';
import { renderReply as renderSlack } from '@clianta/bot/channels/slack/render/render';
import { renderReply as renderTeams } from '@clianta/bot/channels/teams/render/render';
import { renderReply as renderTerminal } from '@clianta/bot/channels/terminal/render';
import { storedMessage } from '@clianta/bot/channels/web/stored-message';
import { withLinks } from '@clianta/bot/inbound/with-links';
import { describe, expect, it } from 'vitest';
import { brokenCard, elementsOf } from '../support/teams-card-rules.ts';

/** Every card there is, with the words that a person must find in it. */
const CARDS: { [T in CardType]: { card: Extract<Card, { type: T }>; words: string[] } } = {
  record: {
    card: {
      type: 'record',
      entity: 'contact',
      id: 'c1',
      title: 'Jane Doe',
      badge: 'Created',
      fields: [{ label: 'E-mail', value: 'jane@northwind.example' }],
      undoGroupId: 'g1',
    },
    words: ['Jane Doe', 'Created', 'E-mail', 'jane@northwind.example'],
  },
  table: {
    card: {
      type: 'table',
      title: 'Deals',
      columns: [
        { key: 'a', label: 'Title' },
        { key: 'b', label: 'Amount', align: 'right' },
      ],
      rows: [{ cells: { a: 'Northwind rollout', b: '$12,000' } }],
      count: 9,
      total: { label: 'Total', value: '$99,000' },
    },
    words: ['Deals', 'Title', 'Amount', 'Northwind rollout', '$12,000', '9', '$99,000'],
  },
  approval: {
    card: {
      type: 'approval',
      approvalId: 'a1',
      title: 'Delete 12 contacts',
      isDestructive: true,
      count: 12,
      sample: [{ title: 'Ada Quist', detail: 'no e-mail' }],
      changes: [{ label: 'Owner', from: 'Sam', to: 'Carlos' }],
      expiresAt: '2030-01-01T10:00:00.000Z',
      status: 'pending',
    },
    words: ['Delete 12 contacts', 'Ada Quist', 'no e-mail', 'Owner', 'Sam', 'Carlos', '11'],
  },
  brief: {
    card: {
      type: 'brief',
      title: 'Brief: Northwind',
      sections: [{ heading: 'People', items: [{ text: 'Jane Doe, VP Sales', source: 'contact' }] }],
    },
    words: ['Brief: Northwind', 'People', 'Jane Doe, VP Sales'],
  },
  choice: {
    card: {
      type: 'choice',
      choiceId: 'q1',
      title: 'Which contact do you mean by “Zoe”?',
      options: [{ label: 'Zoe Costa', detail: 'CFO · Acme' }, { label: 'Zoe Rossi' }],
      status: 'open',
    },
    words: ['Zoe Costa', 'CFO · Acme', 'Zoe Rossi'],
  },
  list: {
    card: {
      type: 'list',
      title: 'Who to call next',
      items: [{ title: 'Jane Doe', detail: 'silent for 40 days', entity: 'contact', id: 'c1' }],
      count: 5,
    },
    words: ['Who to call next', 'Jane Doe', 'silent for 40 days', '4 more'],
  },
  chart: {
    card: {
      type: 'chart',
      kind: 'column',
      title: 'Open deals by stage',
      categories: ['Lead', 'Proposal'],
      series: [{ label: 'Amount', values: [12_000, 99_000], words: ['$12,000', '$99,000'] }],
      summary: 'Most of it is in Proposal.',
    },
    words: ['Open deals by stage', 'Lead', '$12,000', 'Proposal', '$99,000', 'Most of it is in Proposal.'],
  },
  form: {
    card: {
      type: 'form',
      tool: 'create_contact',
      title: 'New contact',
      fields: [
        { name: 'name', label: 'Name', kind: 'text', isRequired: true },
        { name: 'kind', label: 'Kind', kind: 'choice', options: [{ label: 'Lead', value: 'lead' }] },
      ],
      submit: 'Add a contact',
    },
    words: ['New contact', 'Name', 'Kind'],
  },
  progress: {
    card: {
      type: 'progress',
      title: 'Preparing the call',
      steps: [
        { id: '1', title: 'Reading the timeline', state: 'done' },
        { id: '2', title: 'Looking at the deals', state: 'failed', detail: 'the database did not answer' },
      ],
    },
    words: [
      'Preparing the call',
      'Reading the timeline',
      'Looking at the deals',
      'the database did not answer',
    ],
  },
  file: {
    card: { type: 'file', fileId: 'f1', name: 'leads.csv', mediaType: 'text/csv', size: 1536 },
    words: ['leads.csv', '1.5 KB'],
  },
  error: {
    card: {
      type: 'error',
      title: 'That did not work.',
      advice: 'Please try again in a minute.',
      reference: 'ab12cd34',
    },
    words: ['That did not work.', 'Please try again in a minute.', 'ab12cd34'],
  },
  help: {
    card: {
      type: 'help',
      title: 'What I can do',
      groups: [{ heading: 'Deals', examples: ['Move the Acme deal to Proposal'] }],
    },
    words: ['What I can do', 'Deals', 'Move the Acme deal to Proposal'],
  },
};

/** What each channel makes of a reply, as text that can be searched. The page draws what is stored. */
const CHANNELS: Record<string, (reply: Reply) => string> = {
  terminal: (reply) => renderTerminal(reply, { hasColor: false }),
  slack: (reply) => JSON.stringify(renderSlack(reply)),
  teams: (reply) =>
    JSON.stringify(renderTeams(reply, { isPersonal: true }).map(({ text, cards }) => [text, cards])),
  discord: (reply) =>
    JSON.stringify(renderDiscord(reply).map(({ content, components }) => [content, components])),
  web: (reply) => {
    const { text, cards } = storedMessage({ ...reply, createdAt: new Date(), status: 'done' } as never);
    return wordsOf(htmlOf({ text, cards }));
  },
};

describe('every channel draws every card', () => {
  for (const [channel, draw] of Object.entries(CHANNELS)) {
    for (const { card, words } of Object.values(CARDS)) {
      it(`${channel} draws a ${card.type} with all it says`, () => {
        const drawn = draw({ text: 'Here it is.', cards: [card] });
        for (const word of words) expect(drawn).toContain(word);
      });
    }
  }

  for (const { card } of Object.values(CARDS)) {
    it(`Microsoft's own library takes the ${card.type} for Teams without a complaint`, () => {
      const cards = renderTeams({ text: '', cards: [card] }, { isPersonal: true }).flatMap(
        (one) => one.cards,
      );
      expect(cards).toHaveLength(1);
      expect(cards.flatMap(brokenCard)).toEqual([]);
    });
  }

  const address = 'https://crm.example.com/records/contacts/c1';
  const addressOf = (entity: string, id: string) => `https://crm.example.com/records/${entity}s/${id}`;
  const wide = {
    ...CARDS.table.card,
    columns: Array.from({ length: 6 }, (_, at) => ({ key: `k${at}`, label: `Column number ${at}` })),
    rows: [{ entity: 'contact', id: 'c1', cells: { k0: 'Jane Doe', k1: 'x'.repeat(40), k2: 'y' } }],
  };
  for (const channel of ['slack', 'teams', 'discord']) {
    it.each([CARDS.record.card, wide, CARDS.list.card])(
      `${channel} leads from a $type to the record`,
      (card) => {
        const plain = { text: '', cards: [card] };
        expect(CHANNELS[channel]?.(withLinks(plain, addressOf))).toContain(address);
        expect(CHANNELS[channel]?.(plain)).not.toContain('https://crm.example.com');
      },
    );
  }

  it("Microsoft's own library takes the links", () => {
    const cards = withLinks({ text: '', cards: [CARDS.record.card, wide, CARDS.list.card] }, addressOf);
    const drawn = renderTeams(cards, { isPersonal: true }).flatMap((one) => one.cards);
    expect(drawn.flatMap(brokenCard)).toEqual([]);
  });

  it('there is no card besides these', () => {
    expect(cardSchema.options.map((option) => option.shape.type.value).sort()).toEqual(
      Object.keys(CARDS).sort(),
    );
  });

  it('no channel shows the ids of records in words', () => {
    const card = { ...CARDS.record.card, id: '6b03e16489de75a3d2eb89e9' };
    expect(renderTerminal({ text: '', cards: [card] }, { hasColor: false })).not.toContain(card.id);
    const slack = renderSlack({ text: '', cards: [{ ...card, undoGroupId: undefined }] });
    expect(JSON.stringify(slack)).not.toContain(card.id);
    const teams = elementsOf(renderTeams({ text: '', cards: [card] }, { isPersonal: true }));
    expect(teams.flatMap(({ text, title }) => [text, title])).not.toContain(card.id);
  });
});
