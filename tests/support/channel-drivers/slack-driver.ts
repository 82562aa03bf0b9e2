import { vi } from 'vitest';
import { nextTs, SlackRequests } from '../slack-requests.ts';
import type { PostedMessage, SlackStandIn } from '../slack-stand-in.ts';
import type { Answer, ChannelDriver, Speaker } from './channel-driver.ts';

const ACK_MS = 3_000;
const STRANGER = 'USTRANGER';
let count = 0;

/** As Slack sends what a person typed. */
const encoded = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

class SlackSpeaker implements Speaker {
  readonly #slack: SlackStandIn;
  readonly #requests: SlackRequests;
  readonly #user: string;
  readonly #channel = `D${++count}`;

  constructor(slack: SlackStandIn, requests: SlackRequests, user: string) {
    this.#slack = slack;
    this.#requests = requests;
    this.#user = user;
  }

  async say(text: string, times = 1): Promise<void> {
    const event = { user: this.#user, channel: this.#channel, ts: nextTs() };
    const options = { eventId: `Ev${event.ts}` };
    const deliver = () => this.#requests.directMessage(encoded(text), event, options);
    for (const { status, ms } of await Promise.all(Array.from({ length: times }, deliver)))
      if (status !== 200 || ms > ACK_MS) throw new Error(`Slack was answered ${status} after ${ms} ms`);
  }

  async decide({ id }: { id: string }, decision: 'approve' | 'reject'): Promise<void> {
    const asked = this.#posted().findLast((one) => JSON.stringify(one.blocks).includes(id));
    await this.#requests.click(
      { action_id: `clianta_${decision}`, value: id },
      {
        user: { id: this.#user },
        channel: { id: this.#channel },
        container: { message_ts: asked?.ts ?? nextTs() },
      },
    );
  }

  answers(): Answer[] {
    return this.#posted().map(({ text, blocks }) => ({ text, drawn: `${text}\n${JSON.stringify(blocks)}` }));
  }

  async close(): Promise<void> {}

  #posted(): PostedMessage[] {
    return this.#slack.messages.filter((one) => one.channel === this.#channel);
  }
}

/** Slack: signed HTTP requests in, the stand-in of its Web API out. */
export function slackDriver(
  url: string,
  slack: SlackStandIn,
  recover: () => Promise<unknown>,
): ChannelDriver {
  const requests = new SlackRequests(url);
  slack.users.set(STRANGER, { id: STRANGER, name: 'Nobody', email: 'nobody@elsewhere.example' });
  return {
    name: 'slack',
    async open({ email, actor }) {
      const id = `U${++count}`;
      slack.users.set(id, { id, name: actor.name, email });
      return new SlackSpeaker(slack, requests, id);
    },
    async stranger(text) {
      const speaker = new SlackSpeaker(slack, requests, STRANGER);
      await speaker.say(text);
      return speaker;
    },
    async sayWhileBroken(speaker, text) {
      const before = slack.callsOf('chat.postMessage').length;
      slack.fail('chat.postMessage', { error: 'fatal_error' });
      await speaker.say(text);
      await vi.waitUntil(() => slack.callsOf('chat.postMessage').length > before, 10_000);
      await vi.waitFor(async () => {
        await recover();
        if (speaker.answers().length === 0) throw new Error('not yet');
      }, 10_000);
    },
    dangers: ({ drawn }) => drawn.match(/<[!@#][^>]*>|<javascript:/gi) ?? [],
    stop: async () => {},
  };
}
