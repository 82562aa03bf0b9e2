import { randomUUID } from 'node:crypto';
import { BOT_ACCOUNT, TENANT, type TeamsStandIn } from './teams-stand-in.ts';

type Body = Record<string, unknown>;

interface Sent {
  status: number;
  body: unknown;
  ms: number;
}

/** Sends Teams' own requests to an address, really signed. */
export class TeamsRequests {
  readonly url: string;
  readonly #teams: TeamsStandIn;

  constructor(url: string, teams: TeamsStandIn) {
    this.url = url;
    this.#teams = teams;
  }

  /** @param headers - instead of the signed ones */
  async send(activity: Body, headers?: Record<string, string>): Promise<Sent> {
    const signed = headers ?? { authorization: `Bearer ${await this.#teams.token()}` };
    const begun = performance.now();
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signed },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    const body: unknown = text ? JSON.parse(text) : undefined;
    return { status: response.status, body, ms: performance.now() - begun };
  }

  /** An activity of a private chat, unless told otherwise. */
  activity(more: Body = {}): Body {
    return {
      type: 'message',
      id: nextId(),
      timestamp: new Date().toISOString(),
      channelId: 'msteams',
      serviceUrl: this.#teams.serviceUrl,
      from: { id: '29:jane', name: 'Jane Doe', aadObjectId: 'aad-jane' },
      recipient: { id: BOT_ACCOUNT, name: 'Clianta' },
      conversation: { id: 'a:jane', conversationType: 'personal', tenantId: TENANT },
      channelData: { tenant: { id: TENANT } },
      ...more,
    };
  }

  say(text: string, more: Body = {}): Promise<Sent> {
    return this.send(this.activity({ text, textFormat: 'plain', ...more }));
  }

  invoke(name: string, value: unknown, more: Body = {}): Promise<Sent> {
    return this.send(this.activity({ type: 'invoke', id: `f:${randomUUID()}`, name, value, ...more }));
  }

  /** A press on a button of a card. @param data - what the button carries, and what was typed beside it */
  press(data: Body, more: Body = {}): Promise<Sent> {
    const action = { type: 'Action.Execute', verb: data.kind, data };
    return this.invoke('adaptiveCard/action', { action, trigger: 'manual' }, more);
  }
}

let count = 0;

/** As Teams counts messages: milliseconds. */
export function nextId(): string {
  return String(1_600_000_000_000 + ++count);
}
