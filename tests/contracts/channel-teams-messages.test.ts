import { describe, expect } from 'vitest';
import { teamsTest as it, until } from '../support/teams-bot.ts';
import { buttonsOf } from '../support/teams-card-rules.ts';
import { nextId } from '../support/teams-requests.ts';
import { BOT_ACCOUNT, TENANT } from '../support/teams-stand-in.ts';

const CHANNEL = '19:general@thread.tacv2;messageid=1700000000000';
const channel = { conversation: { id: CHANNEL, conversationType: 'channel', tenantId: TENANT } };
const mention = {
  type: 'mention',
  text: '<at>Clianta</at>',
  mentioned: { id: BOT_ACCOUNT, name: 'Clianta' },
};

describe('a message in Teams', () => {
  it('in private brings who wrote, by the directory, and where', async ({ bot, teams }) => {
    await bot.requests.say('Add R&amp;D &lt;Nord&gt;');
    await until(() => expect(bot.messages).toHaveLength(1));
    expect(bot.messages[0]).toMatchObject({
      channel: 'teams',
      text: 'Add R&D <Nord>',
      sender: {
        externalTeamId: TENANT,
        externalUserId: 'aad-jane',
        email: 'jane@clianta.example',
        name: 'Jane Doe',
      },
      thread: {
        externalTeamId: TENANT,
        threadId: 'a:jane',
        details: { serviceUrl: teams.serviceUrl, botId: BOT_ACCOUNT, kind: 'personal' },
      },
    });
    expect(teams.posts('typing')).toHaveLength(1);
  });

  it('in a channel is for us when it mentions us, and is read without the mention', async ({ bot }) => {
    await bot.requests.say('nobody asked us', channel);
    const ada = { type: 'mention', text: '<at>Ada</at>', mentioned: { id: '29:ada', name: 'Ada' } };
    await bot.requests.say('<at>Ada</at> what do you think?', { ...channel, entities: [ada] });
    await bot.requests.say('<at>Clianta</at> give it to <at>Ada</at>', {
      ...channel,
      entities: [mention, ada],
    });
    await until(() => expect(bot.messages).toHaveLength(1));
    expect(bot.messages[0]).toMatchObject({
      text: 'give it to Ada',
      thread: { threadId: CHANNEL, details: { kind: 'group' } },
    });
  });

  it('that is delivered again is taken once, also by another process', async ({ bot }) => {
    const again = { id: nextId() };
    await Promise.all([bot.requests.say('Add Ida', again), bot.requests.say('Add Ida', again)]);
    await bot.requests.say('and this', {});
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['Add Ida', 'and this']));
    await bot.restart();
    await bot.requests.say('Add Ida', again);
    await bot.requests.say('the last one');
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['the last one']));
  });

  it('that is refused is answered with why', async ({ bot, teams }) => {
    const problem = { code: 'forbidden', message: 'I do not know you <yet>.' };
    await bot.channel.start({ ...bot.on, message: async () => ({ isTaken: false, problem }) });
    await bot.requests.say('hello');
    await until(() =>
      expect(teams.messages.map(({ body }) => body.text)).toEqual(['I do not know you &lt;yet>.']),
    );
  });

  it('that was changed or deleted names the message, each change once', async ({ bot }) => {
    const id = nextId();
    const edit = {
      type: 'messageUpdate',
      id,
      channelData: { tenant: { id: TENANT }, eventType: 'editMessage' },
    };
    await bot.requests.say('Add Ida', { id });
    await bot.requests.say('Add Ivo', edit);
    await bot.requests.say('Add Ivo', {
      ...edit,
      channelData: { ...edit.channelData, eventType: 'undeleteMessage' },
    });
    await bot.requests.send(
      bot.requests.activity({
        type: 'messageDelete',
        id,
        channelData: { tenant: { id: TENANT }, eventType: 'softDeleteMessage' },
      }),
    );
    await until(() => expect(bot.amendments).toHaveLength(2));
    const [message] = bot.messages;
    expect(bot.amendments.map(({ externalId, text }) => [externalId, text])).toEqual([
      [message?.externalId, 'Add Ivo'],
      [message?.externalId, undefined],
    ]);
  });

  it('brings its files, from where Microsoft keeps them and from nowhere else', async ({ bot, teams }) => {
    const shared = (downloadUrl: string) => ({
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      name: 'leads.csv',
      content: { downloadUrl, fileType: 'csv' },
    });
    const picture = {
      contentType: 'image/png',
      contentUrl: `${teams.serviceUrl}v3/attachments/1/views/original`,
    };
    const attachments = [
      shared('https://acme.sharepoint.com.evil.example/leads.csv'),
      shared('http://127.0.0.1:1/leads.csv'),
      { contentType: 'image/png', contentUrl: 'https://evil.example/token-please.png' },
      picture,
      { contentType: 'text/html', content: '<p>the same text</p>' },
    ];
    await bot.requests.say('', { attachments });
    await until(() => expect(bot.messages).toHaveLength(1));
    const files = bot.messages[0]?.files ?? [];
    expect(files.map(({ name }) => name)).toEqual(['leads.csv', 'leads.csv', 'picture.png', 'picture.png']);
    for (const file of files.slice(0, 3))
      await expect(file.read()).rejects.toMatchObject({ code: 'invalid' });
    // the stand-in has no such picture; what matters is that it was asked
    await expect(files[3]?.read()).rejects.toMatchObject({ code: 'upstream' });
    expect(teams.calls.at(-1)?.path).toBe('/v3/attachments/1/views/original');
  });

  it('with a code connects the tenant', async ({ bot, teams }) => {
    await bot.requests.say('connect ABCD-2345');
    await until(() => expect(bot.connections).toHaveLength(1));
    expect(bot.connections[0]).toMatchObject({ code: 'ABCD-2345', sender: { externalTeamId: TENANT } });
    await until(() => expect(teams.messages.at(-1)?.body.text).toMatch(/is connected now/));
  });
});

describe('Clianta in Teams', () => {
  it('greets once where it is added, and again where it was removed before', async ({ bot, teams }) => {
    const added = { type: 'conversationUpdate', membersAdded: [{ id: BOT_ACCOUNT }] };
    const installed = (action: string) => ({
      type: 'installationUpdate',
      action,
      timestamp: `${Math.random()}`,
    });
    const send = (more: Record<string, unknown>) => bot.requests.send(bot.requests.activity(more));
    await send({ ...added });
    await send(installed('add'));
    await send({ type: 'conversationUpdate', membersAdded: [{ id: '29:somebody' }], id: undefined });
    await send(installed('remove'));
    await send(installed('add'));
    await until(() => expect(teams.messages).toHaveLength(2));
    expect(teams.messages[0]?.body).toMatchObject({ text: expect.stringContaining('Clianta') });
    expect(bot.inputs).toBe(0);
    expect(buttonsOf(teams.messages[0]?.body ?? {}).size).toBe(0);
  });
});
