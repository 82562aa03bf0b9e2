import { once } from 'node:events';
import { TEAMS_PATH } from '@clianta/bot/channels/teams/teams-path';
import { ProposalSettings } from '@clianta/crm-core/crm/proposal/proposal-settings.schema';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { vi } from 'vitest';
import { type ApiClient, signedIn } from './api-server.ts';
import { type Bot, startBots } from './bots.ts';
import { teamsDriver } from './channel-drivers/teams-driver.ts';
import { freePort } from './free-port.ts';
import { anImapServer } from './imap-server.ts';
import { openOwnDatabase } from './own-database.ts';
import { program } from './program.ts';
import { anSmtpServer } from './smtp-stand-in.ts';
import { APP_ID, APP_PASSWORD, TENANT, TeamsStandIn } from './teams-stand-in.ts';
import { aWorkspace, TEST_PASSWORD } from './test-crm.ts';

const PATIENCE = { timeout: 60_000, interval: 100 };

/** Somebody who talks to Clianta from somewhere. */
interface Talker {
  /** Says it, and waits for what is answered. */
  say(text: string, answer: RegExp): Promise<string>;
  /** Says it, and approves what is proposed. */
  approve(text: string, answer: RegExp): Promise<string>;
}

/**
 * The whole product as a process that may be killed, a mail server that takes and keeps mail, and people who talk to it by the
 * web chat and by Teams, whose requests are signed.
 */
export async function anOutreachWorld() {
  const closing: Array<() => Promise<unknown>> = [];
  const db = await openOwnDatabase();
  const home = await aWorkspace(db.crm);
  const [smtp, imap, teams] = [await anSmtpServer(), await anImapServer(), await new TeamsStandIn().start()];
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const shared = {
    MONGODB_URI: db.uri,
    PORT: String(port),
    PUBLIC_URL: url,
    ENCRYPTION_KEYS: Buffer.alloc(32, 7).toString('base64'),
    MAIL_PRIVATE_HOSTS: `127.0.0.1:${smtp.port},127.0.0.1:${imap.port}`,
    TEAMS_APP_ID: APP_ID,
    TEAMS_APP_PASSWORD: APP_PASSWORD,
    TEAMS_TENANT_ID: TENANT,
    TEAMS_API_URL: teams.url,
  };
  let running: { bots: Bot[]; stop(): Promise<void> };
  const start = async () => {
    running = await startBots(1, shared, [program('bot-process')]);
  };
  await start();
  closing.push(
    () => running.stop(),
    smtp.close,
    imap.close,
    () => teams.stop(),
    db.close,
  );
  await db.crm.records(ProposalSettings).create(home.scope, { address: 'Main Street 1, Berlin' });
  const driver = teamsDriver(`${url}${TEAMS_PATH}`, teams, async () => {});

  return {
    ...home,
    crm: db.crm,
    url,
    smtp,
    imap,
    /** As the power fails. */
    async kill() {
      const [bot] = running.bots;
      const ended = bot && once(bot.process, 'exit');
      bot?.process.kill('SIGKILL');
      await ended;
    },
    start,
    /** A mailbox of the team, with its password, as it is connected on its page. */
    async mailbox(member: { email: string }, address: string, values: object = {}) {
      const api = await signedIn({ url }, member.email, TEST_PASSWORD);
      const made = await api.call('POST', '/email-accounts/connect', {
        address,
        displayName: 'Tulips',
        password: smtp.password,
        smtp: { host: '127.0.0.1', port: smtp.port, security: 'none' },
        ...values,
      });
      if (made.status !== 201) throw new Error(JSON.stringify(made.body));
      return db.crm.records(EmailAccount).get(home.system, made.body.id);
    },
    /** @param channel - how they talk: by the web chat, or by Teams */
    async talker(member: Awaited<ReturnType<typeof home.member>>, channel: Channel): Promise<Talker> {
      if (channel === 'the web chat') return webTalker(await signedIn({ url }, member.email, TEST_PASSWORD));
      const speaker = await driver.open(member);
      const answered = async (act: () => Promise<void>, answer: RegExp) => {
        const before = speaker.answers().length;
        await act();
        return vi.waitFor(() => {
          const drawn = speaker.answers().slice(before);
          const words = drawn.map((one) => one.drawn).join('\n');
          if (!answer.test(words)) throw new Error(`${answer} is not in: ${words}`);
          return words;
        }, PATIENCE);
      };
      return {
        say: (text, answer) => answered(() => speaker.say(text), answer),
        async approve(text, answer) {
          const drawn = await answered(() => speaker.say(text), /approvalId/);
          const id = /"approvalId":"([^"]+)"/.exec(drawn)?.[1] ?? '';
          return answered(() => speaker.decide({ id, title: '' }, 'approve'), answer);
        },
      };
    },
    async close() {
      for (const close of closing) await close();
    },
  };
}

export const CHANNELS = ['the web chat', 'Teams'] as const;
type Channel = (typeof CHANNELS)[number];

function webTalker(api: ApiClient): Talker {
  let conversationId: string | undefined;
  const send = async (body: object, answer: RegExp) => {
    const { body: result } = await api.call('POST', '/agents/chat', {
      ...body,
      ...(conversationId && { conversationId }),
    });
    conversationId = result.conversationId;
    const words = JSON.stringify(result.reply ?? result);
    if (!answer.test(words)) throw new Error(`${answer} is not in: ${words}`);
    return words;
  };
  return {
    say: (message, answer) => send({ message }, answer),
    async approve(message, answer) {
      const words = await send({ message }, /"approvalId":/);
      const approvalId = /"approvalId":"([^"]+)"/.exec(words)?.[1] ?? '';
      return send({ decision: { approvalId, decision: 'approve' } }, answer);
    },
  };
}
