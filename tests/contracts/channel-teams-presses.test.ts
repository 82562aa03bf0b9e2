import type { ApprovalCard, Card, ChoiceCard, HelpCard, RecordCard } from '@clianta/agents/reply.schema';
import { renderReply } from '@clianta/bot/channels/teams/render/render';
import { ForbiddenError } from '@clianta/crm-core/errors';
import { describe, expect } from 'vitest';
import { teamsTest as it } from '../support/teams-bot.ts';
import { brokenCard, buttonsOf, elementsOf } from '../support/teams-card-rules.ts';
import { TENANT } from '../support/teams-stand-in.ts';

const WORKING = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'I am on it.' };
const approval: ApprovalCard = {
  type: 'approval',
  approvalId: 'a1',
  title: 'Delete 120 contacts',
  isDestructive: true,
  count: 120,
  sample: [],
  changes: [],
  expiresAt: '2030-01-01T10:00:00.000Z',
  status: 'pending',
};
/** The buttons of a card as Teams would show it. */
const buttons = (card: Card) => {
  const [{ cards = [] } = {}] = renderReply({ text: '', cards: [card] }, { isPersonal: true });
  const attachments = cards.map((content) => ({
    contentType: 'application/vnd.microsoft.card.adaptive',
    content,
  }));
  return buttonsOf({ attachments });
};
const dataOf = (card: Card, title: string) => buttons(card).get(title) ?? {};

describe('a press in Teams', () => {
  it('decides a proposal, once however often it is delivered', async ({ bot }) => {
    const data = dataOf(approval, 'Delete 120 contacts');
    const id = { id: 'f:1' };
    expect((await bot.requests.press(data, id)).body).toEqual(WORKING);
    expect((await bot.requests.press(data, id)).body).toEqual(WORKING);
    await bot.requests.press(dataOf(approval, 'Reject'));
    expect(bot.decisions.map(({ decision }) => decision)).toEqual([
      { approvalId: 'a1', decision: 'approve' },
      { approvalId: 'a1', decision: 'reject' },
    ]);
    expect(bot.decisions[0]).toMatchObject({
      channel: 'teams',
      sender: { externalTeamId: TENANT, externalUserId: 'aad-jane', email: 'jane@clianta.example' },
      thread: { threadId: 'a:jane' },
    });
  });

  it('of a large proposal takes the typed number', async ({ bot }) => {
    const data = dataOf({ ...approval, typedCount: 120 }, 'Delete 120 contacts');
    for (const typedCount of ['', 'all', undefined])
      expect((await bot.requests.press({ ...data, typedCount })).body).toMatchObject({
        value: expect.stringMatching(/type the number/),
      });
    for (const typedCount of ['1,200', 120]) await bot.requests.press({ ...data, typedCount });
    expect(bot.decisions.map(({ decision }) => decision.typedCount)).toEqual([1_200, 120]);
  });

  it('chooses, undoes, says, and sends a form as a call of its tool', async ({ bot }) => {
    const choice: ChoiceCard = {
      type: 'choice',
      choiceId: 'q1',
      title: 'Which one?',
      options: [{ label: 'Zoe Costa' }, { label: 'Zoe Rossi' }],
      status: 'open',
    };
    await bot.requests.press(dataOf(choice, 'Zoe Rossi'));
    expect(bot.choices[0]?.choice).toEqual({ choiceId: 'q1', option: 1 });
    const record: RecordCard = { type: 'record', entity: 'contact', id: 'c1', title: 'Jane', fields: [] };
    await bot.requests.press(dataOf({ ...record, undoGroupId: 'g1' }, 'Undo'));
    expect(bot.undos[0]?.groupId).toBe('g1');
    const groups = [{ heading: 'Deals', examples: ['Show my deals'] }];
    const help: HelpCard = { type: 'help', title: 'Help', groups };
    await bot.requests.press(dataOf(help, 'Show my deals'));
    expect(bot.messages[0]?.text).toBe('Show my deals');
    const form = {
      type: 'form' as const,
      tool: 'create_contact',
      title: 'New contact',
      fields: [{ name: 'kind', label: 'Kind', kind: 'text' as const }],
      submit: 'Add',
    };
    await bot.requests.press({
      ...dataOf(form, 'Add'),
      'field.kind': 'lead',
      'field.name': 'Ida',
      other: 'x',
    });
    expect(bot.calls[0]?.call).toEqual({ tool: 'create_contact', values: { kind: 'lead', name: 'Ida' } });
  });

  it('that is refused shows why to who pressed, and to nobody else', async ({ bot, teams }) => {
    const problem = { code: 'forbidden', message: 'Only an admin may.' };
    await bot.channel.start({ ...bot.on, decision: async () => ({ isTaken: false, problem }) });
    expect((await bot.requests.press(dataOf(approval, 'Reject'))).body).toMatchObject({
      value: 'Only an admin may.',
    });
    expect(teams.messages).toEqual([]);
  });

  it('with anything but what our buttons carry does nothing', async ({ bot }) => {
    for (const data of [
      { kind: 'drop_database' },
      { kind: 'choice', choiceId: 'q1', option: -1 },
      { kind: 'approve' },
    ])
      expect((await bot.requests.press(data)).body).toMatchObject({
        value: expect.stringMatching(/do not know this button/),
      });
    expect((await bot.requests.invoke('adaptiveCard/action', { action: 'x' })).status).toBe(400);
    expect((await bot.requests.invoke('something/else', {})).status).toBe(501);
    expect(bot.inputs).toBe(0);
  });

  it('asks for a proposal as it is now, which those get who may decide it', async ({ bot }) => {
    bot.lookup = {
      approval: async () => ({ ...approval, status: 'executed' }),
    };
    await bot.channel.start(bot.on);
    const refresh = { kind: 'refresh', approvalId: 'a1' };
    const { body } = await bot.requests.press(refresh);
    const { type, value } = body as { type: string; value: Record<string, unknown> };
    expect(type).toBe('application/vnd.microsoft.card.adaptive');
    expect(brokenCard(value)).toEqual([]);
    expect(elementsOf(value)).toContainEqual(expect.objectContaining({ text: '✅ Approved and done' }));
    bot.lookup = { approval: async () => undefined };
    await bot.channel.start(bot.on);
    expect((await bot.requests.press(refresh)).body).toMatchObject({
      type: 'application/vnd.microsoft.error',
    });
    expect(bot.inputs).toBe(0);
  });

  it('on a thumb is kept with the turn of the answer', async ({ bot }) => {
    bot.lookup = { turnOf: async (_sender, id) => (id === '17' ? 'turn-1' : undefined) };
    await bot.channel.start(bot.on);
    const thumb = (reaction: string, feedbackText: string, replyToId: string) =>
      bot.requests.invoke(
        'message/submitAction',
        { actionName: 'feedback', actionValue: { reaction, feedback: JSON.stringify({ feedbackText }) } },
        { replyToId },
      );
    await thumb('dislike', 'That is the wrong Zoe.', '17');
    await thumb('like', '', '17');
    expect((await thumb('like', '', '18')).status).toBe(200);
    expect(bot.feedback.map(({ feedback }) => feedback)).toEqual([
      { turnId: 'turn-1', verdict: 'bad', comment: 'That is the wrong Zoe.' },
      { turnId: 'turn-1', verdict: 'good' },
    ]);
  });
});

describe('the message extension', () => {
  const query = (text: string) => ({
    parameters: [{ name: 'query', value: text }],
    queryOptions: { count: 25 },
  });
  const acme = { entity: 'company', kind: 'company', id: 'c1', title: 'Acme', subtitle: 'Energy' };

  it('finds records, and inserts the one that is chosen', async ({ bot }) => {
    const card = {
      type: 'record' as const,
      entity: 'company',
      id: 'c1',
      title: 'Acme',
      fields: [],
      undoGroupId: 'g',
    };
    bot.lookup = {
      search: async (_sender, { text }) => (text === 'acm' ? [acme] : []),
      record: async (_sender, { id }) => (id === 'c1' ? card : undefined),
    };
    await bot.channel.start(bot.on);
    const found = await bot.requests.invoke('composeExtension/query', query('acm'));
    expect(found.body).toMatchObject({
      composeExtension: {
        type: 'result',
        attachments: [{ preview: { content: { title: 'Acme', text: 'company · Energy' } } }],
      },
    });
    const tap = elementsOf(found.body).find(({ type }) => type === 'invoke');
    const chosen = await bot.requests.invoke('composeExtension/selectItem', tap?.value);
    const [attachment] = (
      chosen.body as { composeExtension: { attachments: Array<{ content: Record<string, unknown> }> } }
    ).composeExtension.attachments;
    expect(brokenCard(attachment?.content ?? {})).toEqual([]);
    expect(JSON.stringify(attachment)).toContain('Acme');
    // whoever reads it there may not undo
    expect(JSON.stringify(attachment)).not.toContain('undo');
    const none = await bot.requests.invoke('composeExtension/query', query('zzz'));
    expect(none.body).toMatchObject({ composeExtension: { type: 'message' } });
  });

  it('tells a stranger what to do', async ({ bot }) => {
    bot.lookup = {
      search: async () => {
        throw new ForbiddenError('I do not know you yet.');
      },
    };
    await bot.channel.start(bot.on);
    const { body } = await bot.requests.invoke('composeExtension/query', query('acm'));
    expect(body).toEqual({ composeExtension: { type: 'message', text: 'I do not know you yet.' } });
  });
});
