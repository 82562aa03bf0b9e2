import type { ApprovalCard, TableCard } from '@clianta/agents/reply.schema';
import type { Home } from '@clianta/bot/inbound/lookup';
import { ForbiddenError } from '@clianta/crm-core/errors';
import { describe, expect } from 'vitest';
import { slackTest as it, quiet, until } from '../support/slack-bot.ts';
import { TEAM } from '../support/slack-stand-in.ts';

const approval: ApprovalCard = {
  type: 'approval',
  approvalId: 'a1',
  title: 'Delete 12 contacts',
  isDestructive: true,
  count: 12,
  sample: [{ title: 'Ada' }],
  changes: [],
  expiresAt: '2026-03-03T10:00:00.000Z',
  status: 'pending',
};
const table: TableCard = {
  type: 'table',
  title: 'Deals',
  columns: [{ key: 'a', label: 'Title' }],
  rows: [{ cells: { a: 'Northwind rollout' } }],
  count: 1,
};
const home = (values: Partial<Home> = {}): Home => ({
  name: 'Jane',
  parts: [{ text: 'Two tasks today.', cards: [] }],
  approvals: [],
  notices: [],
  ...values,
});
const opened = { type: 'app_home_opened', user: 'UJANE', channel: 'D1', tab: 'home' };
const publishedTo = (body: unknown) => JSON.stringify(body);

describe('the home', () => {
  it('shows what waits, the day and the news of the one who opens it', async ({ slack, bot }) => {
    bot.lookup.home = async ({ externalUserId }) =>
      home({
        name: externalUserId,
        parts: [{ text: '', cards: [table] }],
        approvals: [approval],
        notices: [{ title: 'Task due', body: 'Call <Jane>', at: new Date() }],
      });
    await bot.requests.event(opened);
    await until(() => expect(slack.callsOf('views.publish')).toHaveLength(1));
    const [published] = slack.callsOf('views.publish');
    expect(published?.body).toMatchObject({ user_id: 'UJANE' });
    for (const word of [
      'Hello UJANE',
      'Delete 12 contacts',
      'Northwind rollout',
      'Task due',
      'Call &lt;Jane&gt;',
    ])
      expect(publishedTo(published?.body)).toContain(word);
    expect(publishedTo(published?.body)).not.toContain('clianta_say');
  });

  it('lets its owner decide, is answered in private, and is drawn anew once it is decided', async ({
    slack,
    bot,
  }) => {
    let approvals = [approval];
    bot.lookup.home = async () => home({ approvals });
    await bot.requests.event(opened);
    await until(() => expect(slack.callsOf('views.publish')).toHaveLength(1));
    await bot.requests.click(
      { action_id: 'clianta_approve', value: 'a1' },
      { channel: undefined, container: { type: 'view' }, view: { id: 'V1', type: 'home' } },
    );
    await until(() => expect(bot.decisions).toHaveLength(1));
    expect(bot.decisions[0]).toMatchObject({
      decision: { approvalId: 'a1', decision: 'approve' },
      thread: { threadId: 'DUJANE' },
    });
    approvals = [];
    const thread = { externalTeamId: TEAM, threadId: 'DUJANE' };
    await bot.channel.settle?.(thread, { ...approval, status: 'executed' });
    expect(slack.callsOf('views.publish')).toHaveLength(2);
    expect(publishedTo(slack.callsOf('views.publish')[1]?.body)).not.toContain('Delete 12');
  });

  it('keeps to what Slack shows, however much there is, and says that there is more', async ({
    slack,
    bot,
  }) => {
    const parts = Array.from({ length: 90 }, (_, i) => ({ text: `Part ${i}`, cards: [table] }));
    bot.lookup.home = async () => home({ parts });
    await bot.requests.event(opened);
    await until(() => expect(slack.callsOf('views.publish')).toHaveLength(1));
    const view = slack.callsOf('views.publish')[0]?.body.view as { blocks: unknown[] };
    expect(view.blocks).toHaveLength(100);
    expect(publishedTo(view.blocks.at(-1))).toContain('There is more');
  });

  it('tells a stranger how to become known', async ({ slack, bot }) => {
    bot.lookup.home = async () => {
      throw new ForbiddenError('I do not know you yet. Write “link ABCD-2345”.');
    };
    await bot.requests.event(opened);
    await until(() => expect(slack.callsOf('views.publish')).toHaveLength(1));
    expect(publishedTo(slack.callsOf('views.publish')[0]?.body)).toContain('link ABCD-2345');
  });
});

describe('a fresh conversation suggests what to say', () => {
  it('in the agent view, and in the older assistant view within its thread', async ({ slack, bot }) => {
    await bot.requests.event({ ...opened, tab: 'messages' });
    const assistant = { user_id: 'UJANE', channel_id: 'D2', thread_ts: '9.1' };
    await bot.requests.event({ type: 'assistant_thread_started', assistant_thread: assistant });
    await until(() => expect(slack.callsOf('assistant.threads.setSuggestedPrompts')).toHaveLength(2));
    const bodies = slack.callsOf('assistant.threads.setSuggestedPrompts').map(({ body }) => body);
    expect(bodies).toMatchObject([{ channel_id: 'D1' }, { channel_id: 'D2', thread_ts: '9.1' }]);
    expect(bodies[0]).not.toHaveProperty('thread_ts');
    expect(JSON.stringify(bodies[0]?.prompts)).toContain('What can you do?');
    expect((await bot.requests.event({ type: 'app_context_changed', context: {} })).status).toBe(200);
  });
});

describe('a link to a record', () => {
  const link = (...urls: string[]) => ({
    type: 'link_shared',
    user: 'UJANE',
    channel: 'C1',
    message_ts: '7.1',
    links: urls.map((url) => ({ url, domain: new URL(url).hostname })),
  });

  it('shows the record by the rights of who posted it', async ({ slack, bot }) => {
    bot.lookup.record = async ({ externalUserId }, { entity, id }) =>
      externalUserId === 'UJANE' && id === 'c1'
        ? {
            type: 'record',
            entity,
            id,
            title: 'Jane Doe',
            fields: [{ label: 'E-mail', value: 'j@x.example' }],
            undoGroupId: 'g',
          }
        : undefined;
    const own = 'https://crm.example/records/contacts/c1';
    await bot.requests.event(link(own, 'https://crm.example/records/contacts/c2'));
    await until(() => expect(slack.callsOf('chat.unfurl')).toHaveLength(1));
    const { unfurls, channel, ts } = slack.callsOf('chat.unfurl')[0]?.body ?? {};
    expect([channel, ts, Object.keys(unfurls as object)]).toEqual(['C1', '7.1', [own]]);
    expect(JSON.stringify(unfurls)).toContain('j@x.example');
    expect(JSON.stringify(unfurls)).not.toContain('clianta_');
    await bot.requests.event({ ...link(own), user: 'UCARL' });
    await quiet();
    expect(slack.callsOf('chat.unfurl')).toHaveLength(1);
  });

  it.for([
    'https://evil.example/records/contacts/c1',
    'http://crm.example/records/contacts/c1',
    'https://crm.example.evil.example/records/contacts/c1',
    'https://crm.example/records/contacts',
    'https://crm.example/chat/c1',
    'https://crm.example/records/contacts/c1/../../api',
  ])('of another place stays a link: %s', async (url, { slack, bot }) => {
    bot.lookup.record = async () => {
      throw new Error('must not be looked up');
    };
    await bot.requests.event(link(url));
    await quiet();
    expect(slack.callsOf('chat.unfurl')).toEqual([]);
  });
});
