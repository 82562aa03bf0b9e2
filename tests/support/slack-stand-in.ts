import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brokenBlockRules } from './slack-block-rules.ts';
import { SlackSockets } from './slack-sockets.ts';

export const BOT_TOKEN = 'xoxb-stand-in';
export const BOT_USER = 'UBOT00001';
export const TEAM = 'T00000001';
/** Of the app that many teams install. */
export const CLIENT = { id: '1.2', secret: 'client-secret' };
export const APP_TOKEN = 'xapp-stand-in';

type Body = Record<string, unknown>;

export interface SlackCall {
  method: string;
  body: Body;
  at: number;
}

export interface PostedMessage {
  channel: string;
  ts: string;
  threadTs?: string;
  text: string;
  blocks: Body[];
  /** Only the person sees it: an answer to a `response_url`. */
  isEphemeral: boolean;
  isStreaming?: boolean;
  /** What a stream has said of steps, in order: "Reading: complete". */
  tasks?: string[];
  /** Whose bot has posted it. */
  token?: string;
  metadata?: unknown;
}

interface Failure {
  error?: string;
  /** Seconds. */
  retryAfter?: number;
  /** It is taken, and the connection cut before the answer. */
  isAnswerLost?: boolean;
}

interface StandInUser {
  id: string;
  name: string;
  email?: string;
  teamId?: string;
  enterpriseId?: string;
  isBot?: boolean;
}

interface View {
  type: 'modal' | 'home';
  blocks?: unknown;
  title?: { text?: string };
  submit?: { text?: string };
  close?: { text?: string };
  private_metadata?: string;
}

/** Required arguments by method; what is missing is refused as Slack does. */
const REQUIRED: Record<string, string[]> = {
  'apps.connections.open': [],
  'auth.revoke': [],
  'oauth.v2.access': ['client_id', 'client_secret', 'code', 'redirect_uri'],
  'auth.test': [],
  'users.info': ['user'],
  'chat.postMessage': ['channel', 'text'],
  'chat.update': ['channel', 'ts'],
  'chat.delete': ['channel', 'ts'],
  'conversations.replies': ['channel', 'ts'],
  'conversations.history': ['channel'],
  'assistant.threads.setStatus': ['channel_id', 'thread_ts', 'status'],
  'assistant.threads.setSuggestedPrompts': ['channel_id', 'prompts'],
  'chat.postEphemeral': ['channel', 'user', 'text'],
  'chat.unfurl': ['unfurls'],
  'chat.startStream': ['channel', 'thread_ts'],
  'chat.appendStream': ['channel', 'ts'],
  'chat.stopStream': ['channel', 'ts'],
  'conversations.open': ['users'],
  'files.info': ['file'],
  'views.open': ['trigger_id', 'view'],
  'views.publish': ['user_id', 'view'],
  'views.update': ['view_id', 'view'],
};

/** Slack's Web API on loopback: it checks token, arguments and Block Kit limits, and keeps what was posted. */
export class SlackStandIn {
  readonly calls: SlackCall[] = [];
  readonly messages: PostedMessage[] = [];
  readonly users = new Map<string, StandInUser>();
  /** Content by id, downloaded with a token of the app. */
  readonly files = new Map<string, string>();
  /** Tokens of bots that Slack takes, and what each is in. */
  readonly tokens = new Map([[BOT_TOKEN, TEAM]]);
  /** What is granted for a code, once. */
  readonly grants = new Map<string, Body>();
  readonly sockets = new SlackSockets();
  readonly #failures = new Map<string, Failure[]>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #clock = 1_700_000_000;

  async start(): Promise<this> {
    this.sockets.serve(this.#server);
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get apiUrl(): string {
    return `${this.origin}/api/`;
  }

  responseUrl(id: string): string {
    return `${this.origin}/response/${id}`;
  }

  fileUrl(id: string): string {
    return `${this.origin}/files/${id}`;
  }

  /** The next call of the method fails: with Slack's error, or with a 429. */
  fail(method: string, failure: Failure): void {
    this.#failures.set(method, [...(this.#failures.get(method) ?? []), failure]);
  }

  callsOf(method: string): SlackCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  reset(): void {
    this.calls.length = 0;
    this.messages.length = 0;
    this.sockets.cut();
    this.sockets.acks.clear();
    this.#failures.clear();
  }

  async stop(): Promise<void> {
    this.sockets.stop();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    if (url.pathname.startsWith('/files/')) return this.#download(request, url, response);
    const body = parse(await read(request), request.headers['content-type'] ?? '');
    const [, root, method = ''] = url.pathname.split('/');
    this.calls.push({ method: root === 'response' ? 'response_url' : method, body, at: Date.now() });
    const failure = this.#failures.get(root === 'response' ? 'response_url' : method)?.shift();
    if (failure?.retryAfter !== undefined) {
      response.writeHead(429, { 'retry-after': String(failure.retryAfter) }).end();
      return;
    }
    if (root === 'response') return this.#respond(method, body, response, failure?.error);
    const result = failure?.error
      ? { ok: false, error: failure.error }
      : this.#authorized(method, request.headers.authorization?.replace('Bearer ', ''), body);
    if (failure?.isAnswerLost) {
      response.destroy();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  }

  #authorized(method: string, token: string | undefined, body: Body): Body {
    if (method === 'oauth.v2.access') return this.#call(method, body);
    if (method === 'apps.connections.open')
      return token === APP_TOKEN ? this.#call(method, body) : { ok: false, error: 'not_allowed_token_type' };
    if (!token || !this.tokens.has(token)) return { ok: false, error: token ? 'invalid_auth' : 'not_authed' };
    if (method === 'auth.revoke') this.tokens.delete(token);
    return this.#call(method, { ...body, token });
  }

  #call(method: string, body: Body): Body {
    const required = REQUIRED[method];
    if (!required) return { ok: false, error: 'unknown_method' };
    const missing = required.filter((name) => body[name] === undefined || body[name] === '');
    if (missing.length > 0) return { ok: false, error: 'invalid_arguments', needed: missing.join(',') };
    switch (method) {
      case 'auth.test':
        return {
          ok: true,
          user_id: BOT_USER,
          bot_id: 'BBOT00001',
          team_id: this.tokens.get(String(body.token)),
        };
      case 'apps.connections.open':
        return { ok: true, url: this.origin.replace('http', 'ws') };
      case 'oauth.v2.access':
        return this.#grant(body);
      case 'users.info':
        return this.#userInfo(String(body.user));
      case 'chat.postMessage':
        return this.#post(body);
      case 'chat.update':
        return this.#update(body);
      case 'chat.delete':
        return this.#delete(body);
      case 'conversations.replies':
        return { ok: true, messages: this.#thread(body, String(body.ts)) };
      case 'conversations.history':
        return { ok: true, messages: this.#thread(body) };
      case 'views.open':
      case 'views.publish':
      case 'views.update':
        return this.#open(body);
      case 'conversations.open':
        return { ok: true, channel: { id: `D${String(body.users)}` } };
      case 'files.info':
        return { ok: true, file: { id: body.file, url_private: this.fileUrl(String(body.file)) } };
      case 'assistant.threads.setSuggestedPrompts': {
        const prompts = body.prompts as unknown[];
        return prompts.length <= 4 ? { ok: true } : { ok: false, error: 'too_many_prompts' };
      }
      case 'chat.startStream':
        return this.#startStream(body);
      case 'chat.appendStream':
      case 'chat.stopStream':
        return this.#stream(body, method === 'chat.stopStream');
      case 'chat.unfurl':
        return this.#unfurl(body);
      default:
        return { ok: true };
    }
  }

  #userInfo(id: string): Body {
    const user = this.users.get(id);
    if (!user) return { ok: false, error: 'user_not_found' };
    const { name, email, teamId = TEAM, enterpriseId, isBot = false } = user;
    const profile = { real_name: name, ...(email && { email }) };
    return {
      ok: true,
      user: {
        id,
        team_id: teamId,
        name: name.toLowerCase(),
        is_bot: isBot,
        profile,
        ...(enterpriseId && { enterprise_user: { enterprise_id: enterpriseId } }),
      },
    };
  }

  #post(body: Body): Body {
    const problem = this.#blocksProblem(body);
    if (problem) return problem;
    const ts = this.#nextTs();
    const threadTs = typeof body.thread_ts === 'string' ? body.thread_ts : undefined;
    const channel = String(body.channel);
    this.messages.push({
      channel,
      token: String(body.token),
      ts,
      ...(threadTs && { threadTs }),
      text: String(body.text),
      blocks: blocksOf(body),
      isEphemeral: false,
      ...(body.metadata !== undefined && { metadata: body.metadata }),
    });
    return { ok: true, channel, ts };
  }

  #startStream(body: Body): Body {
    const channel = String(body.channel);
    if (!channel.startsWith('D') && !(body.recipient_user_id && body.recipient_team_id))
      return { ok: false, error: 'missing_recipient_user_id' };
    const ts = this.#nextTs();
    const message = {
      channel,
      ts,
      threadTs: String(body.thread_ts),
      text: '',
      blocks: [],
      isEphemeral: false,
    };
    this.messages.push({ ...message, isStreaming: true, tasks: [] });
    return this.#stream({ ...body, ts }, false);
  }

  #stream(body: Body, isEnd: boolean): Body {
    const message = this.#find(body);
    if (!message) return { ok: false, error: 'message_not_found' };
    if (!message.isStreaming) return { ok: false, error: 'message_not_in_streaming_state' };
    for (const chunk of (body.chunks ?? []) as Array<Record<string, string>>) {
      if (chunk.type === 'markdown_text') message.text += chunk.text;
      else if (chunk.type === 'task_update') message.tasks?.push(`${chunk.title}: ${chunk.status}`);
      else return { ok: false, error: 'invalid_chunks' };
    }
    if (message.text.length > 12_000) return { ok: false, error: 'msg_too_long' };
    message.isStreaming = !isEnd;
    return { ok: true, channel: message.channel, ts: message.ts };
  }

  #find(body: Body): PostedMessage | undefined {
    return this.messages.find((one) => one.ts === body.ts && one.channel === body.channel);
  }

  #update(body: Body): Body {
    const message = this.#find(body);
    if (!message) return { ok: false, error: 'message_not_found' };
    if (message.isStreaming) return { ok: false, error: 'streaming_state_conflict' };
    const problem = this.#blocksProblem(body);
    if (problem) return problem;
    Object.assign(message, { text: String(body.text), blocks: blocksOf(body) });
    return { ok: true, channel: message.channel, ts: message.ts };
  }

  #delete(body: Body): Body {
    const message = this.#find(body);
    if (!message) return { ok: false, error: 'message_not_found' };
    if (message.token !== undefined && message.token !== body.token)
      return { ok: false, error: 'cant_delete_message' };
    this.messages.splice(this.messages.indexOf(message), 1);
    return { ok: true, channel: message.channel, ts: message.ts };
  }

  #open(body: Body): Body {
    const view = body.view as View;
    const wrong = brokenBlockRules(view.blocks, view.type);
    for (const label of [view.title, view.submit, view.close])
      if ((label?.text?.length ?? 0) > 24) wrong.push('more than 24 characters in a title or button');
    if (view.type === 'modal' && !view.title?.text) wrong.push('a modal without a title');
    if (JSON.stringify(view.blocks).includes('"type":"input"') && !view.submit)
      wrong.push('inputs without submit');
    if ((view.private_metadata?.length ?? 0) > 3_000) wrong.push('private_metadata');
    return wrong.length > 0
      ? { ok: false, error: 'invalid_arguments', response_metadata: { messages: wrong } }
      : { ok: true, view: { id: 'V1' } };
  }

  #grant({ code, client_secret: secret }: Body): Body {
    const grant = this.grants.get(String(code));
    this.grants.delete(String(code));
    if (secret !== CLIENT.secret) return { ok: false, error: 'bad_client_secret' };
    return grant ? { ok: true, ...grant } : { ok: false, error: 'invalid_code' };
  }

  #unfurl(body: Body): Body {
    const shown = Object.values(body.unfurls as Record<string, { blocks?: unknown }>);
    const wrong = shown.flatMap(({ blocks }) => brokenBlockRules(blocks));
    return wrong.length > 0 ? { ok: false, error: 'cannot_parse_attachment' } : { ok: true };
  }

  #download(request: IncomingMessage, url: URL, response: ServerResponse): void {
    const content = this.files.get(url.pathname.split('/')[2] ?? '');
    const isAllowed = this.tokens.has(request.headers.authorization?.replace('Bearer ', '') ?? '');
    // Slack sends whoever has no right to a page to sign in at
    if (!isAllowed) response.writeHead(302, { location: `${this.origin}/sign-in` }).end();
    else response.writeHead(content === undefined ? 404 : 200).end(content);
  }

  #respond(id: string, body: Body, response: ServerResponse, error: string | undefined): void {
    if (error) return void response.writeHead(404).end(error);
    const wrong = brokenBlockRules(blocksOf(body));
    if (wrong.length > 0) return void response.writeHead(400).end(`invalid_blocks: ${wrong.join('; ')}`);
    const channel = `response:${id}`;
    const message = { channel, ts: id, text: String(body.text), blocks: blocksOf(body), isEphemeral: true };
    const shown = this.messages.findLast((one) => one.channel === channel);
    if (body.replace_original === true && shown) Object.assign(shown, message);
    else this.messages.push(message);
    response.writeHead(200).end('ok');
  }

  /** Metadata is given only to who asks for it. */
  #thread(body: Body, ts?: string): Body[] {
    const hasMetadata = String(body.include_all_metadata) === 'true';
    return this.messages
      .filter(({ channel, isEphemeral }) => channel === body.channel && !isEphemeral)
      .filter((one) => (ts ? one.threadTs === ts || one.ts === ts : !one.threadTs))
      .map(({ text, metadata, ...one }) => ({
        user: BOT_USER,
        text,
        ts: one.ts,
        ...(hasMetadata && metadata !== undefined && { metadata }),
      }));
  }

  #blocksProblem(body: Body): Body | undefined {
    if (String(body.text).length > 40_000) return { ok: false, error: 'msg_too_long' };
    const wrong = brokenBlockRules(blocksOf(body));
    if (wrong.length === 0) return undefined;
    const error = wrong.includes('only_one_table_allowed') ? 'only_one_table_allowed' : 'invalid_blocks';
    return { ok: false, error, response_metadata: { messages: wrong } };
  }

  #nextTs(): string {
    return `${++this.#clock}.000100`;
  }
}

function blocksOf(body: Body): Body[] {
  return Array.isArray(body.blocks) ? body.blocks : [];
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Forms carry lists and objects as JSON. */
function parse(text: string, contentType: string): Body {
  if (contentType.includes('json')) return text ? JSON.parse(text) : {};
  return Object.fromEntries(
    [...new URLSearchParams(text)].map(([name, value]) => [
      name,
      /^[[{]/.test(value) ? JSON.parse(value) : value,
    ]),
  );
}
