import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DiscordGatewayStandIn } from './discord-gateway-stand-in.ts';
import { brokenMessageRules, brokenModalRules, isEphemeral } from './discord-message-rules.ts';

export const DISCORD_TOKEN = 'MTIz.stand.in';
export const APPLICATION = '100000000000000001';
export const GUILD = '300000000000000001';
/** A text channel of the guild, and one in which the app may not begin threads. */
export const CHANNEL = '400000000000000001';
export const NO_THREADS = '400000000000000002';
export const BOT_ROLE = '500000000000000001';

/** A permission, as Discord writes it. */
const VIEW_CHANNEL = '1024';

type Body = Record<string, unknown>;

export interface DiscordCall {
  method: string;
  path: string;
  body: Body;
  at: number;
}

export interface ShownMessage {
  id: string;
  channel: string;
  content: string;
  components: Body[];
  flags: number;
  nonce?: string;
  replyTo?: string;
  /** Only the person sees it. */
  isEphemeral: boolean;
}

interface StandInChannel {
  id: string;
  /** 0 a text channel, 1 direct, 11 a thread. */
  type: number;
  guildId?: string;
  parentId?: string;
  mayBeginThreads?: boolean;
  /** The person of a direct channel. */
  userId?: string;
  isClosed?: boolean;
  /** The app does not see it. */
  isHidden?: boolean;
}

interface Interaction {
  id: string;
  channel: string;
  isEphemeral: boolean;
  /** The message whose button was clicked, or "thinking…". */
  original?: string | undefined;
  callback?: Body;
  isExpired?: boolean;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const EPOCH = 1_420_070_400_000n;
let increment = 0n;

/** An id that says it was made now. */
export function snowflake(at = Date.now()): string {
  increment = (increment + 1n) % 4_096n;
  return String(((BigInt(at) - EPOCH) << 22n) | increment);
}

/** Discord on loopback, its REST API and its gateway: it checks token, permissions and limits, and keeps what is shown. */
export class DiscordStandIn {
  readonly calls: DiscordCall[] = [];
  readonly messages: ShownMessage[] = [];
  readonly channels = new Map<string, StandInChannel>();
  readonly interactions = new Map<string, Interaction>();
  readonly commands = new Map<string, Body[]>();
  /** What is refused as breaking a rule of Discord. */
  readonly broken: string[] = [];
  /** Messages that people wrote, as REST gives them. */
  readonly written: Body[] = [];
  gateway!: DiscordGatewayStandIn;
  readonly #failures: Array<{ matches: RegExp; status: number; code: number; retryAfter?: number }> = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor() {
    this.reset();
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.gateway = new DiscordGatewayStandIn({
      server: this.#server,
      token: DISCORD_TOKEN,
      ready: () => ({
        user: { id: APPLICATION, username: 'clianta', discriminator: '0', avatar: null, bot: true },
        guilds: [{ id: GUILD, unavailable: true }],
        resume_gateway_url: this.#gatewayUrl,
        application: { id: APPLICATION, flags: 0 },
      }),
      onReady: (dispatch) => dispatch('GUILD_CREATE', this.#guild()),
    });
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get apiUrl(): string {
    return `${this.origin}/api`;
  }

  get #gatewayUrl(): string {
    return this.origin.replace('http:', 'ws:');
  }

  /** The next calls that match fail so; a 429 says for how many seconds. */
  fail(
    matches: RegExp,
    failure: { status: number; code?: number; retryAfter?: number; times?: number },
  ): void {
    const { times = 1, code = 0, ...rest } = failure;
    for (let n = 0; n < times; n++) this.#failures.push({ matches, code, ...rest });
  }

  callsOf(method: string, path: RegExp): DiscordCall[] {
    return this.calls.filter((call) => call.method === method && path.test(call.path));
  }

  in(channel: string): ShownMessage[] {
    return this.messages.filter((message) => message.channel === channel);
  }

  /** A channel of direct messages, as there is one with each person. */
  directChannel(userId: string): string {
    const known = [...this.channels.values()].find(
      (channel) => channel.type === 1 && channel.userId === userId,
    );
    if (known) return known.id;
    const id = snowflake();
    this.channels.set(id, { id, type: 1, userId });
    return id;
  }

  reset(): void {
    for (const list of [this.calls, this.messages, this.broken, this.written, this.#failures])
      list.length = 0;
    this.interactions.clear();
    this.commands.clear();
    this.channels.clear();
    this.channels.set(CHANNEL, { id: CHANNEL, type: 0, guildId: GUILD, mayBeginThreads: true });
    this.channels.set(NO_THREADS, { id: NO_THREADS, type: 0, guildId: GUILD });
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    const path = decodeURIComponent(url.pathname).replace(/^\/api\/v10/, '');
    const method = request.method ?? 'GET';
    const text = await read(request);
    const body = text ? (JSON.parse(text) as Body) : {};
    this.calls.push({ method, path, body, at: Date.now() });
    const send = (status: number, value?: unknown, headers: Record<string, string> = {}) => {
      const type: Record<string, string> = value === undefined ? {} : { 'content-type': 'application/json' };
      response.writeHead(status, { ...type, ...headers });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const at = this.#failures.findIndex(({ matches }) => matches.test(`${method} ${path}`));
    const [failure] = at < 0 ? [] : this.#failures.splice(at, 1);
    if (failure) {
      const { status, code, retryAfter } = failure;
      const headers: Record<string, string> = retryAfter ? { 'retry-after': String(retryAfter) } : {};
      return send(status, { code, message: 'failed', retry_after: retryAfter, global: false }, headers);
    }
    try {
      const isOpen = /^\/(interactions|webhooks|attachments)\//.test(path);
      if (!isOpen && request.headers.authorization !== `Bot ${DISCORD_TOKEN}`)
        throw new Refusal(401, 0, '401: Unauthorized');
      const result = this.#route(method, path, body, url.searchParams);
      send(result === undefined ? 204 : 200, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(error.status, { code: error.code, message: error.message });
    }
  }

  #route(method: string, path: string, body: Body, query: URLSearchParams): unknown {
    const parts = path.split('/').slice(1);
    const [root, first = '', second = '', third = '', fourth = ''] = parts;
    if (root === 'gateway')
      return {
        url: this.#gatewayUrl,
        shards: 1,
        session_start_limit: { total: 1_000, remaining: 999, reset_after: 1, max_concurrency: 1 },
      };
    if (root === 'users' && second === 'channels')
      return { id: this.directChannel(String(body.recipient_id)), type: 1 };
    if (root === 'guilds' && second === 'members') return this.#member(third);
    if (root === 'guilds') return { id: first, name: 'Northwind HQ' };
    if (root === 'applications' && first === '@me') return { id: APPLICATION };
    if (root === 'applications') return this.#commands(method, parts.slice(2).join('/'), body);
    if (root === 'interactions') return this.#callback(second, body);
    if (root === 'webhooks') return this.#webhook(method, second, fourth, body);
    if (root !== 'channels') throw new Refusal(404, 0, '404: Not Found');
    const channel = this.channels.get(first);
    if (!channel) throw new Refusal(404, 10_003, 'Unknown Channel');
    if (!second) return { id: channel.id, type: channel.type, guild_id: channel.guildId };
    if (channel.isHidden) throw new Refusal(403, 50_001, 'Missing Access');
    if (channel.isClosed) throw new Refusal(403, 50_007, 'Cannot send messages to this user');
    if (second === 'typing') return undefined;
    if (fourth === 'threads') return this.#beginThread(channel, third, body);
    if (method === 'GET') return third ? this.#written(third) : this.#read(first, query);
    if (method === 'PATCH') return this.#edit(this.#find(third), body);
    if (method === 'DELETE') {
      this.messages.splice(this.messages.indexOf(this.#find(third)), 1);
      return undefined;
    }
    return this.#post(first, body);
  }

  /** As it is when a session begins: with its channels, and what was said last in each. */
  #guild(): Body {
    const role = {
      color: 0,
      hoist: false,
      position: 0,
      permissions: '0',
      managed: false,
      mentionable: false,
    };
    const placed = (type: number) =>
      [...this.channels.values()]
        .filter((channel) => channel.type === type)
        .map(({ id, parentId, isHidden }) => ({
          id,
          type,
          name: id,
          parent_id: parentId,
          last_message_id: this.written.findLast((one) => one.channel_id === id)?.id ?? null,
          permission_overwrites: isHidden ? [{ id: GUILD, type: 0, allow: '0', deny: VIEW_CHANNEL }] : [],
        }));
    return {
      id: GUILD,
      name: 'Northwind HQ',
      owner_id: '1',
      roles: [
        { ...role, id: GUILD, name: '@everyone', permissions: VIEW_CHANNEL },
        { ...role, id: BOT_ROLE, name: 'Clianta', managed: true, tags: { bot_id: APPLICATION } },
      ],
      emojis: [],
      stickers: [],
      features: [],
      members: [{ user: { id: APPLICATION, username: 'clianta', bot: true }, roles: [BOT_ROLE] }],
      channels: placed(0),
      threads: placed(11),
      member_count: 2,
      large: false,
    };
  }

  #commands(method: string, scope: string, body: Body): unknown {
    if (method === 'PUT') this.commands.set(scope, body as unknown as Body[]);
    // Discord gives more than it was told, and leaves out what is the default
    return (this.commands.get(scope) ?? []).map((command) => ({
      ...command,
      id: snowflake(),
      application_id: APPLICATION,
      version: '1',
      options: ((command.options as Body[]) ?? []).map(({ required, autocomplete, ...option }) => ({
        ...option,
        ...(required === true && { required }),
        ...(autocomplete === true && { autocomplete }),
      })),
    }));
  }

  #beginThread(channel: StandInChannel, messageId: string, body: Body): unknown {
    if (!channel.mayBeginThreads) throw new Refusal(403, 50_013, 'Missing Permissions');
    if (this.channels.has(messageId)) throw new Refusal(400, 160_004, 'A thread has already been created');
    const name = String(body.name ?? '');
    if (name.length < 1 || name.length > 100) throw this.#invalid(['thread name: 1 to 100']);
    const thread = { id: messageId, type: 11, guildId: GUILD, parentId: channel.id };
    this.channels.set(messageId, thread);
    return { ...thread, name };
  }

  /** As they were when they wrote last. */
  #member(userId: string): Body {
    const written = this.written.findLast(({ author }) => (author as Body | undefined)?.id === userId);
    return { user: { id: userId }, nick: null, roles: [], ...(written?.member as Body | undefined) };
  }

  #written(id: string): Body {
    const found = this.written.find((one) => one.id === id);
    if (!found) throw new Refusal(404, 10_008, 'Unknown Message');
    const { guild_id: _guild, member: _member, ...message } = found;
    return message;
  }

  #read(channelId: string, query: URLSearchParams): Body[] {
    const after = BigInt(query.get('after') ?? '0');
    return this.written
      .filter((one) => one.channel_id === channelId && BigInt(String(one.id)) > after)
      .slice(0, Number(query.get('limit') ?? 50))
      .reverse()
      .map(({ guild_id: _guild, member: _member, ...message }) => message);
  }

  #post(channel: string, body: Body, isHidden = false): Body {
    this.#check(body, false);
    const { nonce } = body;
    const known = body.enforce_nonce === true ? this.messages.find((one) => one.nonce === nonce) : undefined;
    if (known) return { id: known.id, channel_id: known.channel };
    const reference = body.message_reference as { message_id?: string } | undefined;
    const message: ShownMessage = {
      id: snowflake(),
      channel,
      content: String(body.content ?? ''),
      components: (body.components as Body[]) ?? [],
      flags: Number(body.flags ?? 0),
      ...(typeof nonce === 'string' && { nonce }),
      ...(reference?.message_id && { replyTo: reference.message_id }),
      isEphemeral: isHidden,
    };
    this.messages.push(message);
    return { id: message.id, channel_id: channel };
  }

  #edit(message: ShownMessage, body: Body): Body {
    this.#check(body, true);
    Object.assign(message, {
      ...(body.content !== undefined && { content: String(body.content ?? '') }),
      ...(body.components !== undefined && { components: body.components }),
      ...(body.flags !== undefined && { flags: Number(body.flags) }),
    });
    return { id: message.id, channel_id: message.channel };
  }

  #find(id: string): ShownMessage {
    const message = this.messages.find((one) => one.id === id);
    if (!message) throw new Refusal(404, 10_008, 'Unknown Message');
    return message;
  }

  #callback(token: string, body: Body): undefined {
    const interaction = this.interactions.get(token);
    if (!interaction || interaction.isExpired) throw new Refusal(404, 10_062, 'Unknown interaction');
    if (interaction.callback) throw new Refusal(400, 40_060, 'Interaction has already been acknowledged');
    this.acknowledge(interaction, body);
  }

  /** The first answer, whichever way it came. */
  acknowledge(interaction: Interaction, body: Body): void {
    const data = (body.data ?? {}) as Body;
    const wrong = body.type === 9 ? brokenModalRules(data) : [];
    if (body.type === 8 && !(Array.isArray(data.choices) && data.choices.length <= 25)) wrong.push('choices');
    if (wrong.length > 0) throw this.#invalid(wrong);
    interaction.callback = body;
    if (body.type === 5) interaction.isEphemeral = isEphemeral(data.flags);
    if (body.type === 5) interaction.original = undefined;
  }

  #webhook(method: string, token: string, messageId: string, body: Body): unknown {
    const interaction = this.interactions.get(token);
    if (!interaction?.callback || interaction.isExpired)
      throw new Refusal(401, 50_027, 'Invalid Webhook Token');
    if (method === 'POST') return this.#post(interaction.channel, body, isEphemeral(body.flags));
    if (messageId !== '@original') return this.#edit(this.#find(messageId), body);
    if (interaction.original) return this.#edit(this.#find(interaction.original), body);
    const posted = this.#post(interaction.channel, body, interaction.isEphemeral);
    interaction.original = String(posted.id);
    return posted;
  }

  #check(body: Body, isEdit: boolean): void {
    const wrong = brokenMessageRules(body, isEdit);
    if (wrong.length > 0) throw this.#invalid(wrong);
  }

  #invalid(wrong: readonly string[]): Refusal {
    this.broken.push(...wrong);
    return new Refusal(400, 50_035, `Invalid Form Body: ${wrong.join('; ')}`);
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
