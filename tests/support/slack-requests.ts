import { createHmac, randomUUID } from 'node:crypto';
import { BOT_USER, TEAM } from './slack-stand-in.ts';

export const SIGNING_SECRET = 'shhh-signing';

export interface SignedOptions {
  /** Seconds; default now. */
  timestamp?: number | string;
  secret?: string;
  version?: string;
  headers?: Record<string, string>;
}

/** Sends Slack's own requests to an address, really signed. */
export class SlackRequests {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** @returns the answer and how long it took */
  async send(
    body: string,
    contentType: string,
    options: SignedOptions = {},
  ): Promise<{ status: number; text: string; ms: number }> {
    const timestamp = options.timestamp ?? Math.floor(Date.now() / 1_000);
    const version = options.version ?? 'v0';
    const signature = createHmac('sha256', options.secret ?? SIGNING_SECRET)
      .update(`${version}:${timestamp}:${body}`)
      .digest('hex');
    const begun = performance.now();
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': `${version}=${signature}`,
        ...options.headers,
      },
      body,
    });
    return { status: response.status, text: await response.text(), ms: performance.now() - begun };
  }

  event(event: Record<string, unknown>, options: SignedOptions & { eventId?: string } = {}) {
    const body = {
      type: 'event_callback',
      team_id: TEAM,
      event_id: options.eventId ?? `Ev${randomUUID()}`,
      authorizations: [{ team_id: TEAM, user_id: BOT_USER, is_bot: true }],
      event: { ts: nextTs(), channel: 'C1', user: 'UJANE', ...event },
    };
    return this.send(JSON.stringify(body), 'application/json', options);
  }

  /** A direct message. */
  directMessage(
    text: string,
    more: Record<string, unknown> = {},
    options: SignedOptions & { eventId?: string } = {},
  ) {
    return this.event({ type: 'message', channel_type: 'im', channel: 'D1', text, ...more }, options);
  }

  command(text: string, responseUrl: string, more: Record<string, string> = {}) {
    const form = new URLSearchParams({
      command: '/clianta',
      text,
      team_id: TEAM,
      channel_id: 'C1',
      user_id: 'UJANE',
      trigger_id: `trigger.${randomUUID()}`,
      response_url: responseUrl,
      ...more,
    });
    return this.send(form.toString(), 'application/x-www-form-urlencoded');
  }

  click(
    action: { action_id: string; value: string; action_ts?: string },
    more: Record<string, unknown> = {},
    options: SignedOptions = {},
  ) {
    const payload = {
      type: 'block_actions',
      team: { id: TEAM },
      user: { id: 'UJANE', team_id: TEAM },
      channel: { id: 'D1' },
      trigger_id: `trigger.${randomUUID()}`,
      response_url: 'https://hooks.slack.com/actions/T1/1/x',
      container: { type: 'message', message_ts: '1700000001.000100', is_ephemeral: false },
      message: {},
      actions: [{ type: 'button', block_id: 'b', action_ts: nextTs(), ...action }],
      ...more,
    };
    return this.#interaction(payload, options);
  }

  /** A dialog that Slack was given, with values by block and action. */
  submit(
    dialog: { callback_id: string; private_metadata: string },
    values: Record<string, Record<string, Record<string, unknown>>>,
    id = `V${randomUUID()}`,
  ) {
    return this.#interaction({
      type: 'view_submission',
      team: { id: TEAM },
      user: { id: 'UJANE', team_id: TEAM },
      view: { id, type: 'modal', ...dialog, state: { values } },
    });
  }

  /** From the menu of a message, or from the search field. */
  shortcut(callbackId: string, message?: { text: string }) {
    return this.#interaction({
      type: message ? 'message_action' : 'shortcut',
      callback_id: callbackId,
      trigger_id: `trigger.${randomUUID()}`,
      team: { id: TEAM },
      user: { id: 'UJANE', team_id: TEAM },
      ...(message && {
        channel: { id: 'C1' },
        message: { type: 'message', user: 'UCARL', ts: '1.1', ...message },
      }),
    });
  }

  #interaction(payload: Record<string, unknown>, options: SignedOptions = {}) {
    const form = new URLSearchParams({ payload: JSON.stringify(payload) });
    return this.send(form.toString(), 'application/x-www-form-urlencoded', options);
  }
}

let clock = 1_600_000_000;

/** A time stamp of a message that nobody else has. */
export function nextTs(): string {
  return `${++clock}.000200`;
}
