import { APPLICATION, CHANNEL, type DiscordStandIn, GUILD, snowflake } from './discord-stand-in.ts';

type Body = Record<string, unknown>;

/** People who are on Discord. */
export const JANE = { id: '200000000000000001', username: 'jane', global_name: 'Jane Doe' };
export const CARLOS = { id: '200000000000000002', username: 'carlos', global_name: 'Carlos Diaz' };
const US = { id: APPLICATION, username: 'clianta', bot: true };

/** As the gateway brings what somebody wrote in a server. */
function aMessage(content: string, more: Body = {}): Body & { id: string; channel_id: string } {
  const id = snowflake();
  return {
    id,
    channel_id: CHANNEL,
    guild_id: GUILD,
    type: 0,
    author: JANE,
    member: { nick: null, roles: [] },
    content,
    timestamp: new Date().toISOString(),
    edited_timestamp: null,
    mentions: content.includes(`<@${APPLICATION}>`) ? [US] : [],
    mention_roles: [],
    attachments: [],
    ...more,
  } as Body & { id: string; channel_id: string };
}

/** What people do, over the gateway of the stand-in. */
export class DiscordEvents {
  readonly #discord: DiscordStandIn;

  constructor(discord: DiscordStandIn) {
    this.#discord = discord;
  }

  /** Somebody writes in a server. @returns the message */
  say(content: string, more: Body = {}): Body & { id: string; channel_id: string } {
    const message = aMessage(content, more);
    this.#discord.written.push(message);
    this.#discord.gateway.dispatch('MESSAGE_CREATE', message);
    return message;
  }

  /** Somebody writes to the app directly. */
  tell(content: string, more: Body = {}): Body & { id: string; channel_id: string } {
    const { author = JANE } = more as { author?: typeof JANE };
    return this.say(content, {
      channel_id: this.#discord.directChannel(author.id),
      guild_id: undefined,
      member: undefined,
      ...more,
    });
  }

  edit(message: Body, content: string): void {
    const edited = { ...message, content, edited_timestamp: new Date().toISOString() };
    this.#discord.gateway.dispatch('MESSAGE_UPDATE', edited);
  }

  /** An interaction as Discord would send it, which the stand-in waits to have answered. */
  interaction(type: number, data: Body, more: Body = {}): Body & { token: string; id: string } {
    const id = snowflake();
    const token = `token-${id}`;
    const {
      channel_id: channel = CHANNEL,
      message,
      user: direct,
    } = more as {
      channel_id?: string;
      message?: { id: string };
      user?: Body;
    };
    const shown = this.#discord.messages.find((one) => one.id === message?.id);
    this.#discord.interactions.set(token, {
      id,
      channel,
      isEphemeral: shown?.isEphemeral ?? false,
      original: message?.id,
    });
    return {
      id,
      token,
      application_id: APPLICATION,
      type,
      version: 1,
      entitlements: [],
      authorizing_integration_owners: {},
      channel_id: channel,
      channel: { id: channel, type: this.#discord.channels.get(channel)?.type ?? 0 },
      data,
      ...(direct
        ? { channel: { id: channel, type: 1 } }
        : { guild_id: GUILD, member: { user: JANE, roles: [], permissions: '0' } }),
      ...more,
    };
  }

  /** @returns the token by which the answer is found */
  interact(type: number, data: Body, more: Body = {}): string {
    const interaction = this.interaction(type, data, more);
    this.#discord.gateway.dispatch('INTERACTION_CREATE', interaction);
    return interaction.token;
  }

  command(name: string, options: Record<string, unknown> = {}, more: Body = {}): string {
    const typed = Object.entries(options).map(([option, value]) => ({ name: option, type: 3, value }));
    return this.interact(2, { id: '1', name, type: 1, options: typed }, more);
  }

  /** A click on a button of a message that is shown, or a pick from its select. */
  click(customId: string, messageId: string, more: Body = {}, values?: string[]): string {
    const shown = this.#discord.messages.find((one) => one.id === messageId);
    if (!shown) throw new Error('there is no such message to click on');
    const reference = shown.replyTo ? { message_reference: { message_id: shown.replyTo } } : {};
    const message = { id: shown.id, flags: shown.flags | (shown.isEphemeral ? 64 : 0), ...reference };
    const data = { custom_id: customId, component_type: values ? 3 : 2, ...(values && { values }) };
    return this.interact(3, data, { channel_id: shown.channel, message, ...more });
  }

  submit(customId: string, values: readonly string[], more: Body = {}): string {
    const components = values.map((value, at) => ({
      type: 18,
      component: { type: 4, custom_id: String(at), value },
    }));
    return this.interact(5, { custom_id: customId, components }, more);
  }
}

/** Every button and select of components, wherever they are nested. */
export function controlsOf(
  components: readonly Body[],
): Array<Body & { custom_id: string; label?: string; style?: number }> {
  return components.flatMap((one) => [
    ...(typeof one.custom_id === 'string' ? [one as Body & { custom_id: string }] : []),
    ...controlsOf((one.components as Body[] | undefined) ?? []),
  ]);
}

/** All texts of components, in order. */
export function textsOf(components: readonly Body[]): string {
  return components
    .flatMap((one) => [
      ...(one.type === 10 ? [String(one.content)] : []),
      textsOf((one.components as Body[] | undefined) ?? []),
    ])
    .filter(Boolean)
    .join('\n');
}
