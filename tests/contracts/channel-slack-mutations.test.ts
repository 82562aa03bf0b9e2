import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { describe, expect } from 'vitest';
import { randomFrom } from '../support/random.ts';
import { slackTest as it, until } from '../support/slack-bot.ts';
import { SIGNING_SECRET } from '../support/slack-requests.ts';
import { BOT_USER, TEAM } from '../support/slack-stand-in.ts';

/** A whole number below `below`. */
type Pick = (below: number) => number;
const pickFrom = (seed: number): Pick => {
  const next = randomFrom(seed);
  return (below) => Math.floor(next() * below);
};

type Headers = Record<string, string | string[]>;
interface Sent {
  body: string;
  headers: Headers;
}

const AT_ONCE = 40;
/** As long as Slack waits. */
const ACK_MS = 3_000;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

function post(url: string, { body, headers }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.setTimeout(ACK_MS, () =>
      sent.destroy(new Error(`not answered in time: ${decodeURIComponent(body)}`)),
    );
    sent.on('error', reject).end(body);
  });
}

/** @returns how often each status came */
async function statusesOf(url: string, all: readonly Sent[]): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = await Promise.all(all.slice(from, from + AT_ONCE).map((one) => post(url, one)));
    for (const status of some) counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

function signed(body: string, type: string, at = Math.floor(Date.now() / 1_000)): Sent {
  const hash = createHmac('sha256', SIGNING_SECRET).update(`v0:${at}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${hash}`,
    },
  };
}

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const tenant = { team: { id: TEAM }, user: { id: 'UJANE', team_id: TEAM } };
const event = (inner: Record<string, unknown>) => ({
  type: 'event_callback',
  team_id: TEAM,
  event_id: 'Ev1',
  authorizations: [{ team_id: TEAM, user_id: BOT_USER, is_bot: true }],
  event: inner,
});
/** One of each kind that is heard. */
const EVENTS: Array<Record<string, unknown>> = [
  event({
    type: 'message',
    channel: 'D1',
    channel_type: 'im',
    user: 'UJANE',
    text: 'hi',
    ts: '1.2',
    files: [{ id: 'F' }],
  }),
  event({ type: 'app_home_opened', user: 'UJANE', tab: 'home', channel: 'D1' }),
  event({
    type: 'link_shared',
    user: 'U',
    channel: 'C',
    message_ts: '1.1',
    links: [{ url: 'https://crm.example/x' }],
  }),
  event({ type: 'tokens_revoked', tokens: { bot: ['U'] } }),
];
const INTERACTIONS: Array<Record<string, unknown>> = [
  {
    type: 'block_actions',
    ...tenant,
    channel: { id: 'D1' },
    trigger_id: 't',
    container: { message_ts: '1.1' },
    actions: [{ action_id: 'clianta_approve', value: 'a1', action_ts: '1' }],
  },
  {
    type: 'message_action',
    ...tenant,
    callback_id: 'clianta_task_from_message',
    trigger_id: 't',
    message: { text: 'x' },
  },
  {
    type: 'view_submission',
    ...tenant,
    view: {
      id: 'V1',
      callback_id: 'clianta_form_dialog',
      private_metadata: JSON.stringify({ teamId: TEAM, tool: 'create_task' }),
      state: { values: { title: { value: { value: 'x' } } } },
    },
  },
];
const COMMAND = {
  command: '/task',
  text: 'x',
  team_id: TEAM,
  channel_id: 'C',
  user_id: 'U',
  trigger_id: 't',
  response_url: 'https://x.example',
};
const asForm = (body: unknown) => new URLSearchParams({ payload: JSON.stringify(body) }).toString();
const originals = (): Sent[] => [
  ...EVENTS.map((body) => signed(JSON.stringify(body), JSON_TYPE)),
  ...INTERACTIONS.map((body) => signed(asForm(body), FORM)),
  signed(new URLSearchParams(COMMAND).toString(), FORM),
];

/** One change to what was signed, without signing it anew. */
function forged(pick: Pick, { body, headers }: Sent): Sent {
  const signature = String(headers['x-slack-signature']);
  const stamp = Number(headers['x-slack-request-timestamp']);
  const set = (name: string, value: string | string[]): Sent => ({
    body,
    headers: { ...headers, [name]: value },
  });
  const changedAt = (text: string, from: number) => {
    const at = from + pick(text.length - from);
    const other = String.fromCharCode(33 + ((text.charCodeAt(at) - 33 + 1 + pick(92)) % 94));
    return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
  };
  switch (pick(9)) {
    case 0:
      return { headers, body: changedAt(body, 0) };
    case 1:
      return { headers, body: body.slice(0, pick(body.length)) };
    case 2:
      return { headers, body: `${body}${String.fromCharCode(33 + pick(90))}` };
    case 3:
      return set('x-slack-signature', changedAt(signature, 3));
    case 4:
      return set('x-slack-signature', signature.slice(0, pick(signature.length)));
    case 5:
      return set('x-slack-request-timestamp', String(stamp + (pick(2) ? 1 : -1) * (1 + pick(100_000))));
    case 6:
      return set('x-slack-signature', [signature, signature]);
    case 7:
      return set('x-slack-request-timestamp', [String(stamp), String(stamp)]);
    default:
      return set('x-slack-signature', pick(2) ? signature.toUpperCase() : signature.replace('v0=', 'v1='));
  }
}

const STRANGE: readonly unknown[] = [
  null,
  0,
  -1,
  '',
  'x'.repeat(5_000),
  [],
  {},
  [null],
  { id: {} },
  true,
  '__proto__',
];

/** The same with one value somewhere of another kind. */
function distorted(pick: Pick, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || pick(4) === 0) return STRANGE[pick(STRANGE.length)];
  const keys = Object.keys(value);
  const key = keys[pick(keys.length)] ?? 'x';
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const inner = (value as Record<string, unknown>)[key];
  (copy as Record<string, unknown>)[key] = distorted(pick, inner);
  return copy;
}

describe('mutated requests', () => {
  it('that are not signed as they are: none of 10,000 is accepted, and none breaks anything', async ({
    bot,
  }) => {
    const pick = pickFrom(20_260_303);
    const all = originals();
    const forgeries = Array.from({ length: 10_000 }, () => forged(pick, all[pick(all.length)] as Sent));
    const statuses = await statusesOf(`${bot.origin}/slack/events`, forgeries);
    expect(statuses).toEqual({ 401: 10_000 });
    expect([bot.messages, bot.decisions, bot.calls]).toEqual([[], [], []]);
  });

  it('that are signed and strange are taken or refused, and the next good one is heard', async ({ bot }) => {
    Object.assign(bot.lookup, {
      form: () => undefined,
      home: async () => Promise.reject(new Error('unknown')),
    });
    const pick = pickFrom(7);
    const strange = Array.from({ length: 1_000 }, () => {
      const at = pick(EVENTS.length + INTERACTIONS.length + 1);
      const source = EVENTS[at] ?? INTERACTIONS[at - EVENTS.length];
      if (!source)
        return signed(
          new URLSearchParams({ ...COMMAND, [Object.keys(COMMAND)[pick(7)] ?? '']: '' }).toString(),
          FORM,
        );
      const body = distorted(pick, source);
      return at < EVENTS.length ? signed(JSON.stringify(body), JSON_TYPE) : signed(asForm(body), FORM);
    });
    const statuses = await statusesOf(`${bot.origin}/slack/events`, strange);
    for (const status of Object.keys(statuses)) expect(['200', '400', '404']).toContain(status);
    await bot.requests.directMessage('still there?');
    await until(() => expect(bot.messages.at(-1)?.text).toBe('still there?'));
  });
});
