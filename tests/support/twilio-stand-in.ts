import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { twilioSignatures } from '@clianta/crm-core/integrations/twilio/signature';
import type { Fault } from './vendor-stand-in.ts';

export const anAccountSid = () => `AC${randomBytes(16).toString('hex')}`;

/** A text or a call as Twilio keeps it. */
interface Kept {
  sid: string;
  kind: 'Messages' | 'Calls';
  form: URLSearchParams;
  status: string;
  date_created: string;
}

const FIELDS: Readonly<Record<Kept['kind'], readonly string[]>> = {
  Messages: ['To', 'From', 'MessagingServiceSid', 'Body', 'StatusCallback'],
  Calls: ['To', 'From', 'Url', 'MachineDetection', 'StatusCallback'],
};

/** Twilio on this machine: its account, messages, calls and prices, with its errors, and signed requests of its own. */
export class TwilioStandIn {
  /** Another one for each workspace: whoever writes to a shared account is found by its number. */
  accountSid = anAccountSid();
  readonly token = 'an auth token';
  readonly nextToken = 'the next auth token';
  readonly from = '+14155550100';
  url = '';
  /** For the next requests that make something, in order. */
  readonly faults: Fault[] = [];
  /** Numbers that have answered STOP there. */
  readonly optedOut = new Set<string>();
  readonly kept: Kept[] = [];
  #count = 0;
  now: () => Date = () => new Date();
  readonly #server = createServer((request, response) => void this.#on(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get env() {
    return { TWILIO_API_URL: this.url };
  }

  get values() {
    return { accountSid: this.accountSid, key: this.token, nextKey: this.nextToken, from: this.from };
  }

  /** A request of Twilio as it reaches us. @param token - that it is signed with */
  push(url: string, fields: Record<string, string>, token = this.token) {
    const form = new URLSearchParams({ AccountSid: this.accountSid, ...fields });
    const [signature] = twilioSignatures([token], url, form);
    const { pathname, searchParams } = new URL(url);
    return {
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { 'x-twilio-signature': signature },
      body: Buffer.from(form.toString()),
    };
  }

  async #on(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const answer = (status: number, body: unknown, headers = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    const refuse = (status: number, code: number, message: string) =>
      answer(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
    const basic = Buffer.from(`${this.accountSid}:${this.token}`).toString('base64');
    if (request.headers.authorization !== `Basic ${basic}`) return refuse(401, 20_003, 'Authenticate');
    if (pathname.startsWith('/pricing/v1/Messaging/Countries/'))
      return answer(200, {
        country: 'X',
        iso_country: pathname.split('/').at(-1),
        price_unit: 'USD',
        outbound_sms_prices: [
          { carrier: 'a', prices: [{ number_type: 'local', base_price: '0.0079', current_price: '0.0079' }] },
        ],
      });
    const base = `/2010-04-01/Accounts/${this.accountSid}`;
    if (pathname === `${base}.json`)
      return answer(200, { sid: this.accountSid, friendly_name: 'Northwind', status: 'active' });
    const [, kind, sid] = /^\/(Messages|Calls)(?:\/(\w+))?\.json$/.exec(pathname.slice(base.length)) ?? [];
    if (!pathname.startsWith(base) || !kind) return refuse(404, 20_404, 'not found');
    const made = this.kept.filter((one) => one.kind === kind);
    if (request.method === 'DELETE') {
      const at = this.kept.findIndex((one) => one.sid === sid);
      if (at < 0) return refuse(404, 20_404, 'not found');
      this.kept.splice(at, 1);
      return void response.writeHead(204).end();
    }
    if (request.method === 'GET' && sid) {
      const found = made.find((one) => one.sid === sid);
      return found ? answer(200, shown(found)) : refuse(404, 20_404, 'not found');
    }
    if (request.method === 'GET') {
      const [to, sender] = [searchParams.get('To'), searchParams.get('From')];
      const fits = made.filter(({ form: one }) => one.get('To') === to || one.get('From') === sender);
      return answer(200, { [kind.toLowerCase()]: fits.map(shown), next_page_uri: null });
    }
    const fault = this.faults.shift();
    if (fault === 'cut') return void request.socket.destroy();
    if (fault && fault !== 'lost') return answer(fault.status, fault.body ?? {}, fault.headers);
    const unknown = [...form.keys()].find((name) => !FIELDS[kind as Kept['kind']].includes(name));
    if (unknown) return refuse(400, 20_001, `Unknown parameter ${unknown}`);
    const to = form.get('To') ?? '';
    if (this.optedOut.has(to)) return refuse(400, 21_610, 'Attempt to send to unsubscribed recipient');
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return refuse(400, 21_211, `Invalid 'To' Phone Number: ${to}`);
    const one: Kept = {
      sid: `${kind === 'Messages' ? 'SM' : 'CA'}${String(++this.#count).padStart(32, '0')}`,
      kind: kind as Kept['kind'],
      form,
      status: 'queued',
      date_created: this.now().toUTCString(),
    };
    this.kept.push(one);
    if (fault === 'lost') return void request.socket.destroy();
    answer(201, shown(one));
  }
}

const shown = ({ sid, form, status, date_created }: Kept) => ({
  sid,
  status,
  to: form.get('To'),
  from: form.get('From'),
  body: form.get('Body') ?? undefined,
  direction: 'outbound-api',
  num_segments: '1',
  error_code: null,
  date_created,
});
