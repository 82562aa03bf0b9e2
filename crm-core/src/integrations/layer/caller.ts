import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { InvalidError } from '../../errors.ts';
import { withoutSecrets } from '../../loggable-error.ts';
import { inSpan } from '../../telemetry/span.ts';
import type { CallLimits } from './call-limits.ts';
import type { CallAnswer, CallRequest } from './call-request.ts';
import type { CredentialStore, StoredCredential } from './credential-store.ts';
import type { FreshToken } from './fresh-token.ts';
import { retryAfterMs } from './retry-after.ts';
import { send } from './send.ts';
import type { Vendor } from './vendor.ts';
import { ReconnectError, RefusedError, ThrottledError, VendorError } from './vendor-error.ts';

/** Before the second, third and fourth attempt of what can be repeated. */
const RETRY_MS: readonly number[] = [1_000, 5_000, 30_000];
/** For a place within our own limits a call waits so long; longer ones come again later. */
const PATIENCE_MS = 5_000;
const MOST_SAID = 300;

interface CallerOptions {
  crm: CrmCore;
  store: CredentialStore;
  tokens: FreshToken;
  limits: CallLimits;
  sleep(ms: number): Promise<void>;
}

/** The only door to other systems: as whom, how often, how long, and what becomes of an answer that is none. */
export class Caller {
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /**
   * @throws ThrottledError, with when to come again; ReconnectError; RefusedError for what the vendor does not do; VendorError
   *   when there is no answer that is one, with whether it may have been done all the same
   */
  async call(vendor: Vendor, workspaceId: string, id: string, request: CallRequest): Promise<CallAnswer> {
    const { tokens, sleep } = this.#options;
    const { title } = vendor.integration;
    const isRepeatable = request.isRepeatable ?? !['POST', 'PATCH'].includes(request.method ?? 'GET');
    let authority = await tokens.of(vendor, workspaceId, id);
    let isRenewed = false;
    for (let attempt = 0; ; attempt++) {
      const { stored, headers, version } = authority;
      this.#requireQuiet(title, stored);
      await this.#place(vendor, stored, request);
      const answer = await this.#once(vendor, stored, headers, request).catch((error: unknown) => error);
      if (answer instanceof Error) {
        const wait = isRepeatable && answer instanceof VendorError ? RETRY_MS[attempt] : undefined;
        if (wait === undefined) throw answer;
        await sleep(wait);
        request.signal?.throwIfAborted();
        authority = await tokens.of(vendor, workspaceId, id);
        continue;
      }
      const got = answer as CallAnswer;
      if (got.status === 401 && !request.takes?.includes(401)) {
        // once: a second refusal is one
        if (isRenewed) await this.#deny(vendor, stored);
        isRenewed = true;
        authority = await tokens.of(vendor, workspaceId, id, version);
        attempt--;
        continue;
      }
      if (stored.state === 'throttled' || stored.state === 'error') await this.#well(stored);
      return got;
    }
  }

  /** One exchange. @throws ThrottledError, RefusedError, VendorError */
  async #once(
    vendor: Vendor,
    stored: StoredCredential,
    headers: Record<string, string>,
    request: CallRequest,
  ): Promise<CallAnswer> {
    const { integration, env, fetch } = vendor;
    const { title } = integration;
    const bases = integration.bases(env, stored.details ?? {});
    const answer = await inSpan(
      'vendor',
      integration.name,
      async (span) => {
        const got = await send({ title, bases, headers, fetch }, request);
        span.note({ status: got.status });
        return got;
      },
      { method: request.method ?? 'GET' },
    );
    const { status } = answer;
    if (request.takes?.includes(status) || status < 300 || status === 304 || status === 401) return answer;
    const wait = answer.headers.get('retry-after');
    if (status === 429 || (status === 503 && wait) || integration.isThrottled?.(answer))
      return this.#throttled(title, stored, wait);
    if (status >= 500)
      throw new VendorError(`${title} does not work at the moment (${status}).`, { status, isUnsure: true });
    const said = saidBy(answer);
    throw new RefusedError(
      `${title} refuses this (${status})${said.text ? `: ${said.text}` : '.'}`,
      status,
      said.answer,
    );
  }

  /** Stored for every process: nobody calls before that. */
  async #throttled(title: string, { _id, state }: StoredCredential, wait: string | null): Promise<never> {
    const { crm, store } = this.#options;
    const ms = retryAfterMs(wait, crm.now());
    const throttledUntil = new Date(crm.now().getTime() + ms);
    await store.raw.updateOne(
      { _id: _id as never },
      { $set: { throttledUntil, ...(state === 'ok' && { state: 'throttled' }) } },
    );
    throw tooMuch(title, ms);
  }

  #requireQuiet(title: string, { throttledUntil }: StoredCredential): void {
    const left = throttledUntil ? throttledUntil.getTime() - this.#options.crm.now().getTime() : 0;
    if (left > 0) throw tooMuch(title, left);
  }

  /** Waits for a place within what the vendor allows. */
  async #place({ integration }: Vendor, { _id }: StoredCredential, request: CallRequest): Promise<void> {
    const name = request.limit ?? Object.keys(integration.limits)[0];
    if (name === undefined) return;
    const limit = integration.limits[name];
    if (!limit) throw new InvalidError(`${integration.title} has no limit “${name}”.`);
    const key = `${integration.name}:${limit.of === 'client' ? 'client' : _id}:${name}`;
    let patience = PATIENCE_MS;
    for (;;) {
      const wait = await this.#options.limits.take(key, limit, request.units);
      if (wait === 0) return;
      if (wait > patience) throw tooMuch(integration.title, wait);
      patience -= wait;
      await this.#options.sleep(wait);
      request.signal?.throwIfAborted();
    }
  }

  async #well(stored: StoredCredential): Promise<void> {
    const { store } = this.#options;
    if (stored.state === 'error') return store.recover(stored);
    await store.raw.updateOne(
      { _id: stored._id as never, state: 'throttled' },
      { $set: { state: 'ok', throttledUntil: null } },
    );
  }

  async #deny({ integration: { title } }: Vendor, stored: StoredCredential): Promise<never> {
    const whatToDo = `Connect ${title} anew under Settings, Integrations.`;
    await this.#options.store.fail(stored, 'reconnect', { what: `${title} refuses our sign-in.`, whatToDo });
    throw new ReconnectError(`${title} refuses our sign-in. ${whatToDo}`);
  }
}

const tooMuch = (title: string, ms: number) =>
  new ThrottledError(`${title} allows no more for ${Math.ceil(ms / 1_000)} s.`, ms);

const errorSchema = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ error_description: z.string() }).transform((one) => one.error_description),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.array(z.object({ message: z.string() })).transform((all) => all.map(({ message }) => message).join('; ')),
]);

/** What the vendor says is wrong, in one of the usual forms. */
function saidBy(answer: CallAnswer): { text: string; answer: unknown } {
  const body = z.unknown().catch(undefined);
  const read = answer.headers.get('content-type')?.includes('json') ? answer.json(body) : answer.text();
  const text = errorSchema.safeParse(read).data ?? '';
  return { text: withoutSecrets(text).slice(0, MOST_SAID), answer: read };
}
