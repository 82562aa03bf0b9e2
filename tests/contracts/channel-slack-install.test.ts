import { describe, expect } from 'vitest';
import type { RecordedHandlers } from '../support/recorded-handlers.ts';
import { slackTest as it, quiet, until } from '../support/slack-bot.ts';
import { SIGNING_SECRET } from '../support/slack-requests.ts';
import { CLIENT, type SlackStandIn } from '../support/slack-stand-in.ts';

interface InstallBot extends RecordedHandlers {
  origin: string;
  host: { joined: Map<string, string>; kept: Map<string, unknown> };
}

const manyTeams = { botToken: undefined, client: CLIENT, signingSecret: SIGNING_SECRET };
const CODE = 'ABCD-2345';
const APP = 'https://crm.example';

/** A code of an admin joins the team to their workspace; any other joins nothing. */
function joins(bot: InstallBot, workspaceId: string | undefined): void {
  bot.connect = async ({ sender, code }) => {
    if (!workspaceId || code !== CODE) return 'This code is not valid.';
    bot.host.joined.set(sender.externalTeamId, workspaceId);
    return 'Connected now.';
  };
}

function grantTeam(
  slack: SlackStandIn,
  code: string,
  teamId: string,
  more: Record<string, unknown> = {},
): string {
  const token = `xoxb-${teamId}-${code}`;
  slack.tokens.set(token, teamId);
  slack.grants.set(code, {
    access_token: token,
    bot_user_id: `B${teamId}`,
    team: { id: teamId, name: `Team ${teamId}` },
    authed_user: { id: 'UADMIN' },
    ...more,
  });
  return token;
}

/** As a browser: the form, Slack's consent, and back. */
async function begin(bot: InstallBot, code = CODE) {
  const response = await fetch(`${bot.origin}/slack/install`, {
    method: 'POST',
    body: new URLSearchParams({ code }),
    redirect: 'manual',
  });
  const location = response.headers.get('location');
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { response, to: location ? new URL(location) : undefined, cookie };
}
async function comeBack(bot: InstallBot, query: Record<string, string>, cookie: string) {
  const response = await fetch(`${bot.origin}/slack/oauth_redirect?${new URLSearchParams(query)}`, {
    headers: { cookie },
  });
  return { status: response.status, text: await response.text() };
}
async function install(bot: InstallBot, grant: string, code = CODE) {
  const { to, cookie } = await begin(bot, code);
  return comeBack(bot, { code: grant, state: to?.searchParams.get('state') ?? '' }, cookie);
}

describe('several teams', () => {
  it('are installed by an admin with a code, and each is answered with its own token', async ({
    slack,
    bot,
  }) => {
    await bot.stop();
    await bot.start(manyTeams);
    joins(bot, 'w1');
    const tokens = ['T1', 'T2'].map((team) => grantTeam(slack, `grant-${team}`, team));
    const page = await fetch(`${bot.origin}/slack/install`);
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("frame-ancestors 'none'"),
    ]);
    const { to, response } = await begin(bot);
    expect(response.status).toBe(303);
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; Secure; SameSite=Lax/);
    expect(to?.pathname).toBe('/oauth/v2/authorize');
    expect(to?.searchParams.get('redirect_uri')).toBe(`${APP}/slack/oauth_redirect`);
    expect(to?.searchParams.get('scope')).toContain('chat:write');
    expect(to?.href).not.toContain(CODE);
    for (const team of ['T1', 'T2']) {
      const done = await install(bot, `grant-${team}`);
      expect([done.status, done.text]).toEqual([200, expect.stringContaining('Connected now.')]);
    }
    expect(slack.callsOf('oauth.v2.access')[0]?.body).toMatchObject({
      redirect_uri: `${APP}/slack/oauth_redirect`,
    });
    for (const team of ['T1', 'T2'])
      await bot.channel.send(
        { externalTeamId: team, threadId: 'D1' },
        { text: `For ${team}.`, cards: [] },
        't',
      );
    expect(slack.messages.map(({ text, token }) => [text, token])).toEqual([
      ['For T1.', tokens[0]],
      ['For T2.', tokens[1]],
    ]);
    // another process finds them stored
    await bot.stop();
    await bot.start(manyTeams);
    await bot.channel.send({ externalTeamId: 'T2', threadId: 'D1' }, { text: 'Again.', cards: [] }, 't');
    expect(slack.messages.at(-1)?.token).toBe(tokens[1]);
    await expect(
      bot.channel.send({ externalTeamId: 'T3', threadId: 'D1' }, { text: 'x', cards: [] }, 't'),
    ).rejects.toMatchObject({ code: 'upstream' });
  });

  it('of one organisation need no team id: its events are answered with its token', async ({
    slack,
    bot,
  }) => {
    await bot.stop();
    await bot.start(manyTeams);
    joins(bot, 'w1');
    const token = grantTeam(slack, 'g', 'E9', {
      team: null,
      is_enterprise_install: true,
      enterprise: { id: 'E9', name: 'Org' },
    });
    expect((await install(bot, 'g')).status).toBe(200);
    slack.users.set('UORG', {
      id: 'UORG',
      name: 'Olga',
      email: 'olga@clianta.example',
      teamId: 'T77',
      enterpriseId: 'E9',
    });
    const authorizations = [
      { team_id: null, enterprise_id: 'E9', user_id: 'BE9', is_bot: true, is_enterprise_install: true },
    ];
    const event = { type: 'message', channel_type: 'im', channel: 'D7', user: 'UORG', ts: '1.1', text: 'hi' };
    const body = {
      type: 'event_callback',
      team_id: 'T77',
      enterprise_id: 'E9',
      event_id: 'EvOrg',
      authorizations,
      event,
    };
    await bot.requests.send(JSON.stringify(body), 'application/json');
    await until(() => expect(bot.messages).toHaveLength(1));
    expect(bot.messages[0]).toMatchObject({
      sender: { externalTeamId: 'E9', email: 'olga@clianta.example' },
      thread: { externalTeamId: 'E9' },
    });
    await bot.requests.click(
      { action_id: 'clianta_undo', value: 'g1' },
      {
        team: null,
        enterprise: { id: 'E9' },
        is_enterprise_install: true,
        user: { id: 'UORG', team_id: 'T77' },
      },
    );
    await until(() => expect(bot.undos).toMatchObject([{ sender: { externalTeamId: 'E9' } }]));
    const [message] = bot.messages;
    if (message) await bot.channel.send(message.thread, { text: 'Hello.', cards: [] }, 't');
    expect(slack.messages.at(-1)?.token).toBe(token);
  });

  it('that remove the app are forgotten, and a revoked token of a person is no removal', async ({
    slack,
    bot,
  }) => {
    await bot.stop();
    await bot.start(manyTeams);
    joins(bot, 'w1');
    for (const team of ['T1', 'T2']) {
      grantTeam(slack, `grant-${team}`, team);
      await install(bot, `grant-${team}`);
    }
    const gone = (team: string, event: Record<string, unknown>) =>
      bot.requests.send(
        JSON.stringify({ type: 'event_callback', team_id: team, event_id: `Ev${team}`, event }),
        'application/json',
      );
    await gone('T1', { type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } });
    await quiet();
    expect(bot.host.joined.has('T1')).toBe(true);
    await gone('T1', { type: 'app_uninstalled' });
    await gone('T2', { type: 'tokens_revoked', tokens: { bot: ['BT2'] } });
    await until(() => expect([...bot.host.joined.keys(), ...bot.host.kept.keys()]).toEqual([]));
    await expect(
      bot.channel.send({ externalTeamId: 'T1', threadId: 'D1' }, { text: 'x', cards: [] }, 't'),
    ).rejects.toMatchObject({ code: 'upstream' });
  });
});

describe('an installation is refused', () => {
  it('without a state, with that of another browser, and the second time', async ({ slack, bot }) => {
    await bot.stop();
    await bot.start(manyTeams);
    joins(bot, 'w1');
    grantTeam(slack, 'g', 'T1');
    const { to, cookie } = await begin(bot);
    const state = to?.searchParams.get('state') ?? '';
    const other = await begin(bot);
    for (const [query, kept] of [
      [{ code: 'g' }, cookie],
      [{ code: 'g', state: '' }, cookie],
      [{ code: 'g', state }, ''],
      [{ code: 'g', state }, other.cookie],
      [{ code: 'g', state: `${state}x` }, cookie],
      [{ code: 'g', state: 'é'.repeat(43) }, cookie],
      [{ error: 'access_denied', state: 'x' }, cookie],
    ] as Array<[Record<string, string>, string]>)
      expect((await comeBack(bot, query, kept)).status).toBe(400);
    expect(slack.callsOf('oauth.v2.access')).toEqual([]);
    expect((await comeBack(bot, { code: 'g', state }, cookie)).status).toBe(200);
    grantTeam(slack, 'g2', 'T1');
    expect((await comeBack(bot, { code: 'g2', state }, cookie)).status).toBe(400);
    expect(slack.callsOf('oauth.v2.access')).toHaveLength(1);
  });

  it('when the code is not an admin of ours: nothing is kept, and its token is revoked', async ({
    slack,
    bot,
  }) => {
    await bot.stop();
    await bot.start(manyTeams);
    joins(bot, undefined);
    const token = grantTeam(slack, 'g', 'T1');
    const refused = await install(bot, 'g');
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('This code is not valid.')]);
    expect(slack.tokens.has(token)).toBe(false);
    expect(bot.host.kept.size).toBe(0);
  });

  it('when Slack does not take the grant, or the person cancels; and what is no code never gets there', async ({
    slack,
    bot,
  }) => {
    await bot.stop();
    await bot.start(manyTeams);
    joins(bot, 'w1');
    expect((await install(bot, 'unknown')).status).toBe(502);
    const { to, cookie } = await begin(bot);
    const state = to?.searchParams.get('state') ?? '';
    const cancelled = await comeBack(bot, { error: 'access_denied', state }, cookie);
    expect([cancelled.status, cancelled.text]).toEqual([400, expect.stringContaining('cancelled')]);
    const nonsense = await begin(bot, '<script>alert(1)</script>');
    expect([nonsense.response.status, nonsense.to]).toEqual([400, undefined]);
    expect(await nonsense.response.text()).not.toContain('<script>');
    expect(slack.callsOf('oauth.v2.access')).toHaveLength(1);
  });
});
