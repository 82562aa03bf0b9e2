import type { CrmCore } from '@clianta/crm-core/crm-core';
import { makeLinkCode } from '@clianta/crm-core/workspace/link-codes';
import { vi } from 'vitest';
import { controlsOf, DiscordEvents, textsOf } from '../discord-events.ts';
import { type DiscordStandIn, type ShownMessage, snowflake } from '../discord-stand-in.ts';
import type { Answer, ChannelDriver, Speaker } from './channel-driver.ts';

/** Posts that fail before discord.js gives up. */
const TRIES = 4;

class DiscordSpeaker implements Speaker {
  readonly #discord: DiscordStandIn;
  readonly #people: DiscordEvents;
  readonly #user: { id: string; username: string };
  readonly channel: string;
  /** What came before the conversation. */
  #skipped = 0;

  constructor(discord: DiscordStandIn, user: { id: string; username: string }) {
    this.#discord = discord;
    this.#people = new DiscordEvents(discord);
    this.#user = user;
    this.channel = discord.directChannel(user.id);
  }

  async say(text: string, times = 1): Promise<void> {
    const message = this.#people.tell(text, { author: this.#user });
    for (let n = 1; n < times; n++) this.#discord.gateway.dispatch('MESSAGE_CREATE', message);
  }

  /** Presses the button where it is shown; somebody else's is pressed as if it were shown here. */
  async decide({ id }: { id: string }, decision: 'approve' | 'reject'): Promise<void> {
    const asked = this.#shown().findLast(({ components }) =>
      controlsOf(components).some((control) => control.custom_id.endsWith(`:${id}`)),
    );
    const message = { id: asked?.id ?? snowflake(), flags: asked?.flags ?? 0 };
    const data = { custom_id: `${decision}:${id}`, component_type: 2 };
    this.#people.interact(3, data, { channel_id: this.channel, message, user: this.#user });
  }

  async link(code: string): Promise<void> {
    await this.say(`link ${code}`);
    await vi.waitUntil(() => this.#shown().length > 0, 10_000);
    this.#skipped = this.#shown().length;
  }

  answers(): Answer[] {
    return this.#shown()
      .slice(this.#skipped)
      .map(({ content, components }) => ({
        text: content || textsOf(components),
        drawn: `${content}\n${textsOf(components)}\n${JSON.stringify(controlsOf(components))}`,
      }));
  }

  async close(): Promise<void> {}

  #shown(): ShownMessage[] {
    return this.#discord.in(this.channel);
  }
}

/** Discord: events over the stand-in of its gateway in, its REST API out. People are linked by a code. */
export function discordDriver(
  discord: DiscordStandIn,
  crm: CrmCore,
  recover: () => Promise<unknown>,
): ChannelDriver {
  return {
    name: 'discord',
    async open(person) {
      const speaker = new DiscordSpeaker(discord, { id: snowflake(), username: person.actor.name });
      await vi.waitUntil(() => discord.gateway.isReady, 10_000);
      await speaker.link((await makeLinkCode(crm, person)).code);
      return speaker;
    },
    async stranger(text) {
      const speaker = new DiscordSpeaker(discord, { id: snowflake(), username: 'nobody' });
      await speaker.say(text);
      return speaker;
    },
    async sayWhileBroken(speaker, text) {
      if (!(speaker instanceof DiscordSpeaker)) throw new Error('not a speaker on Discord');
      const path = `POST /channels/${speaker.channel}/messages`;
      const failed = () => discord.callsOf('POST', new RegExp(`${speaker.channel}/messages`)).length;
      const before = failed();
      discord.fail(new RegExp(`^${path}$`), { status: 500, times: TRIES });
      await speaker.say(text);
      await vi.waitUntil(() => failed() >= before + TRIES, 10_000);
      await vi.waitFor(async () => {
        await recover();
        if (speaker.answers().length === 0) throw new Error('not yet');
      }, 10_000);
    },
    // what is in a fixed-width block is no markup; Discord draws no images from words
    dangers: ({ text }) =>
      text.replace(/```[\s\S]*?```/g, '').match(/(?<!\\)<(?:[@#:/]|a:|t:)[^>]*>|(?<!\\)\]\((?!https:)/g) ??
      [],
    async stop() {
      if (discord.broken.length > 0)
        throw new Error(`Discord refused messages: ${discord.broken.join('; ')}`);
    },
  };
}
