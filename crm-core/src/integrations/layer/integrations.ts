import { setTimeout as sleepFor } from 'node:timers/promises';
import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { hasRole, type Scope, systemScope } from '../../entity/scope.ts';
import { validate } from '../../entity/validate.ts';
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../../errors.ts';
import type { SecretBox } from '../../secrets/secret-box.ts';
import { scopeOfMember } from '../../workspace/scope-of-user.ts';
import { integrations as registered } from '../registry.ts';
import { prepareSync } from '../sync/prepare-sync.ts';
import { endWatches, orderWatches } from '../watch/renew-watches.ts';
import { CallLimits } from './call-limits.ts';
import type { CallRequest } from './call-request.ts';
import { Caller } from './caller.ts';
import { connectAccount, isGranted } from './connect-account.ts';
import { CredentialStore } from './credential-store.ts';
import type { Connection, Integration } from './define-integration.ts';
import { disconnectAccount, type SyncedData } from './disconnect-account.ts';
import { endOf, FreshToken } from './fresh-token.ts';
import { IntegrationCredential, type IntegrationCredentialRecord } from './integration-credential.schema.ts';
import { type BegunFlow, OAuthFlows, oauthOf } from './oauth-flows.ts';
import { send } from './send.ts';
import type { Vendor } from './vendor.ts';

export interface IntegrationsOptions {
  /** What the process was started with; each vendor reads its own variables. */
  env?: Readonly<Record<string, unknown>>;
  /** Opens stored secrets. Without it nothing can be called from this process. */
  box?: SecretBox;
  /** Default: those of the registry. */
  registry?: readonly Integration[];
  fetch?: typeof fetch;
  sleep?(ms: number): Promise<void>;
}

export interface Connected {
  credential: IntegrationCredentialRecord;
  /** Features that were asked for and that the vendor has not granted. */
  notGranted: string[];
}

/** Other companies' systems: connecting them, calling them, and letting them go. */
export class Integrations {
  readonly vendors: readonly Vendor[];
  readonly #crm: CrmCore;
  readonly #store: CredentialStore;
  readonly #flows: OAuthFlows;
  readonly #caller: Caller;
  readonly #tokens: FreshToken;

  constructor(crm: CrmCore, options: IntegrationsOptions = {}) {
    const sleep = options.sleep ?? ((ms: number) => sleepFor(ms).then(() => {}));
    this.#crm = crm;
    this.#store = new CredentialStore(crm, options.box);
    this.#flows = new OAuthFlows(crm, this.#store);
    this.#tokens = new FreshToken({ crm, store: this.#store, sleep });
    this.#caller = new Caller({
      crm,
      store: this.#store,
      tokens: this.#tokens,
      limits: new CallLimits(crm),
      sleep,
    });
    this.vendors = (options.registry ?? registered).map((integration) =>
      vendorOf(integration, options.env ?? {}, options.fetch ?? fetch),
    );
  }

  /** Hosts that answers may link to, of systems that can be connected here. */
  get linkHosts(): string[] {
    return this.vendors
      .filter(({ missing }) => missing.length === 0)
      .flatMap(({ integration }) => integration.linkHosts ?? []);
  }

  /** Indexes, and whether the keys are those that have sealed what is stored. */
  async prepare(): Promise<void> {
    await this.ensureIndexes();
    await this.#store.requireKeys();
  }

  /** Of what the layer keeps besides entities. */
  async ensureIndexes(): Promise<void> {
    await this.#flows.prepare();
    await prepareSync(this.#crm);
  }

  /** @throws NotFoundError for one that the registry does not have */
  vendor(name: string): Vendor {
    const found = this.vendors.find(({ integration }) => integration.name === name);
    if (!found) throw new NotFoundError('integration', name);
    return found;
  }

  /**
   * Begins to connect an account, or asks for more of one that is connected.
   *
   * @param features - by name; each asks for its own scopes
   * @throws InvalidError, ForbiddenError for what only an admin connects, ConflictError where the installation has no client
   */
  async begin(
    scope: Scope,
    name: string,
    features: readonly string[],
    redirectUri: string,
  ): Promise<BegunFlow> {
    const vendor = this.vendor(name);
    const auth = oauthOf(vendor);
    requireOffered(vendor);
    this.#requireMay(scope, vendor, features);
    const mine = (await this.of(scope, name)).filter(({ ownerId }) => ownerId === scope.actor.id);
    const all = new Set([...mine.flatMap((one) => one.features), ...features]);
    const wanted = [...all].flatMap((one) => vendor.integration.features[one]?.scopes ?? []);
    return this.#flows.begin(vendor, {
      workspaceId: scope.workspaceId,
      userId: scope.actor.id,
      features: [...features],
      redirectUri,
      scopes: [...new Set([...(auth.scopes ?? []), ...wanted])],
      isFirst: !mine.some(({ state }) => state !== 'reconnect'),
    });
  }

  /** Takes up what `begin` has begun. @throws ConflictError, InvalidError, UpstreamError, each with what to do */
  async finish(
    back: URLSearchParams,
    by: { browser: string | undefined; userId: string },
  ): Promise<Connected> {
    const done = await this.#flows.finish((name) => this.vendor(name), back, by);
    const vendor = this.vendor(done.vendor);
    const auth = oauthOf(vendor);
    const scope = await scopeOfMember(this.#crm, done.workspaceId, done.userId, 'web');
    this.#requireMay(scope, vendor, done.features);
    const details = auth.details?.(done.answer) ?? {};
    const headers = { authorization: `Bearer ${done.answer.access_token}` };
    const identity = await auth.identify({
      claims: done.claims,
      answer: done.answer,
      call: (request) => this.#call(vendor, details, headers, request),
    });
    // a vendor that does not say what it grants grants what was asked for
    const asked = done.features.flatMap((one) => vendor.integration.features[one]?.scopes ?? []);
    const granted = done.answer.scope?.split(/[ ,]+/).filter(Boolean) ?? asked;
    const scopes = granted.map((one) => auth.scopeNamed?.(one) ?? one);
    const { access_token: accessToken, refresh_token: refreshToken } = done.answer;
    const credential = await connectAccount(this.#crm, this.#store, scope, {
      vendor,
      identity,
      secrets: { accessToken, ...(refreshToken && { refreshToken }) },
      features: done.features,
      scopes,
      expiresAt: endOf(done.answer, this.#crm.now()),
      details,
    });
    await this.#begin(scope, vendor, credential.id);
    return { credential, notGranted: done.features.filter((one) => !isGranted(vendor, one, scopes)) };
  }

  /** What follows from switching features on. One that cannot be stays off, and it is said why. */
  async #begin(scope: Scope, vendor: Vendor, id: string): Promise<void> {
    const { credential, ...connection } = await this.connection(scope.workspaceId, id);
    if (credential.features.some((name) => vendor.integration.features[name]?.watch))
      await orderWatches(this.#crm, scope.workspaceId);
    // connected anew, everything that is on begins again
    for (const name of credential.features) {
      const begin = vendor.integration.features[name]?.begin;
      if (!begin) continue;
      try {
        await begin({ ...connection, credential }, scope);
      } catch (error) {
        const others = credential.features.filter((one) => one !== name);
        await this.#change(scope, id, { features: others });
        throw error;
      }
    }
  }

  async #end(scope: Scope, id: string, features: readonly string[]): Promise<void> {
    const connection = await this.connection(scope.workspaceId, id);
    const vendor = this.vendors.find(({ integration }) => integration.name === connection.credential.vendor);
    await endWatches(connection, features);
    for (const name of features) await vendor?.integration.features[name]?.end?.(connection, scope);
  }

  /** Connects by a key that somebody has entered. @throws InvalidError when the vendor does not take it */
  async connectByKey(
    scope: Scope,
    name: string,
    input: unknown,
    features: readonly string[],
  ): Promise<IntegrationCredentialRecord> {
    const vendor = this.vendor(name);
    const { auth, title } = vendor.integration;
    if (auth.kind !== 'api_key') throw new InvalidError(`${title} is connected by signing in there.`);
    requireOffered(vendor);
    this.#requireMay(scope, vendor, features);
    const values = validate(auth.fields, input, 'key') as Record<string, string>;
    requireSendable(vendor, values);
    const identity = await auth.identify({
      values,
      call: async (request) => {
        const answer = await this.#call(vendor, values, auth.headers(values), request);
        if ([401, 403].includes(answer.status))
          throw new InvalidError(
            `${title} does not accept this key (${answer.status}). Copy it anew from there, with the rights that it needs.`,
          );
        return answer;
      },
    });
    return connectAccount(this.#crm, this.#store, scope, {
      vendor,
      identity,
      secrets: { values },
      features,
      scopes: [],
      details: auth.details?.(values) ?? {},
      ...(values.key && { keyHint: values.key.slice(-4) }),
    });
  }

  /** What is connected in the workspace, without secrets; members see their own, and what an admin has connected for all. */
  async of(scope: Scope, name?: string): Promise<IntegrationCredentialRecord[]> {
    const { records } = await this.#crm.records(IntegrationCredential).find(systemScope(scope.workspaceId), {
      ...(name && { where: [{ field: 'vendor', op: 'eq' as const, value: name }] }),
      sort: 'createdAt',
      limit: 200,
    });
    return records.filter(
      (one) => hasRole(scope, 'admin') || one.ownerId === scope.actor.id || this.#isForAll(one),
    );
  }

  /** The account that has a feature switched on, of the person or of the workspace; undefined: there is none. */
  async withFeature(
    scope: Scope,
    feature: string,
    vendor?: string,
  ): Promise<IntegrationCredentialRecord | undefined> {
    const found = await this.of(scope, vendor);
    return found.find(
      (one) =>
        one.features.includes(feature) &&
        (one.ownerId === scope.actor.id || this.#featureOf(one.vendor, feature)?.of === 'workspace'),
    );
  }

  /** @throws NotFoundError when it is not there, or not this one's to see */
  async get(scope: Scope, id: string): Promise<IntegrationCredentialRecord> {
    const found = (await this.of(scope)).find((one) => one.id === id);
    if (!found) throw new NotFoundError(IntegrationCredential.label.one, id);
    return found;
  }

  /** A connected account, to be called. @throws NotFoundError */
  async connection(workspaceId: string, id: string): Promise<Connection> {
    const credential = await this.#crm.records(IntegrationCredential).get(systemScope(workspaceId), id);
    const vendor = this.vendor(credential.vendor);
    return {
      crm: this.#crm,
      credential,
      call: (request) => this.#caller.call(vendor, workspaceId, id, request),
    };
  }

  /** Whether it works, asked at the vendor. @throws what is wrong, with what to do */
  async test(scope: Scope, id: string): Promise<void> {
    const { vendor } = await this.get(scope, id);
    const connection = await this.connection(scope.workspaceId, id);
    await this.vendor(vendor).integration.health(connection);
  }

  /** Stops or resumes it; nothing is forgotten. */
  async pause(scope: Scope, id: string, isPaused: boolean): Promise<IntegrationCredentialRecord> {
    const { vendor } = await this.#own(scope, id);
    const changed = await this.#change(scope, id, { state: isPaused ? 'paused' : 'ok', lastError: null });
    if (!isPaused) await this.#begin(scope, this.vendor(vendor), id);
    return changed;
  }

  /** Switches features off; to switch one on its scopes are asked for, by `begin`. */
  async withoutFeature(scope: Scope, id: string, feature: string): Promise<IntegrationCredentialRecord> {
    const { features } = await this.#own(scope, id);
    if (features.includes(feature)) await this.#end(scope, id, [feature]);
    return this.#change(scope, id, { features: features.filter((one) => one !== feature) });
  }

  /** What was chosen for its features. */
  async choose(
    scope: Scope,
    id: string,
    settings: Record<string, unknown>,
  ): Promise<IntegrationCredentialRecord> {
    const before = await this.#own(scope, id);
    return this.#change(scope, id, { settings: { ...before.settings, ...settings } });
  }

  async disconnect(scope: Scope, id: string, data: SyncedData): Promise<{ deleted: number }> {
    const { vendor: name, features } = await this.#own(scope, id);
    await this.#end(scope, id, features);
    const vendor = this.vendors.find(({ integration }) => integration.name === name);
    return disconnectAccount({ crm: this.#crm, store: this.#store }, vendor, scope, id, data);
  }

  /** Renews what is about to end, so that a revoked sign-in is noticed before it is needed; seals with the newest key. */
  async check(workspaceId: string): Promise<{ checked: number; failing: number; resealed: number }> {
    const { team } = await this.#crm.facts(workspaceId);
    const all = await this.of(systemScope(workspaceId));
    let failing = 0;
    for (const { id, vendor, ownerId, state } of all) {
      const known = this.vendors.find(({ integration }) => integration.name === vendor);
      if (!known || state === 'paused') continue;
      if (!team.some((one) => one.id === ownerId)) {
        const lastError = {
          what: 'Whoever has connected it has left the team.',
          whatToDo: 'Somebody else connects the account anew.',
        };
        await this.#change(systemScope(workspaceId), id, { state: 'paused', lastError });
        continue;
      }
      await this.#tokens.of(known, workspaceId, id).catch(() => failing++);
    }
    return { checked: all.length, failing, resealed: await this.#store.reseal(workspaceId) };
  }

  /** What a sync has to say about an account. */
  get store(): CredentialStore {
    return this.#store;
  }

  async #own(scope: Scope, id: string): Promise<IntegrationCredentialRecord> {
    const found = await this.get(scope, id);
    if (found.ownerId !== scope.actor.id && !hasRole(scope, 'admin'))
      throw new ForbiddenError('Only who has connected an account, or an admin, changes it.');
    return found;
  }

  #change(scope: Scope, id: string, values: Record<string, unknown>): Promise<IntegrationCredentialRecord> {
    return this.#crm.records(IntegrationCredential).update({ ...scope, role: 'system' }, id, values as never);
  }

  #requireMay(scope: Scope, vendor: Vendor, features: readonly string[]): void {
    if (features.length === 0) throw new InvalidError('Say what it is to be used for.');
    for (const name of features) {
      const feature = vendor.integration.features[name];
      if (!feature) throw new InvalidError(`${vendor.integration.title} has no “${name}”.`);
      if (!hasRole(scope, feature.of === 'workspace' ? 'admin' : 'member'))
        throw new ForbiddenError(`${feature.title} is connected by an admin, for everybody.`);
    }
  }

  #featureOf(vendor: string, feature: string) {
    return this.vendors.find(({ integration }) => integration.name === vendor)?.integration.features[feature];
  }

  #isForAll({ vendor, features }: IntegrationCredentialRecord): boolean {
    return features.some((name) => this.#featureOf(vendor, name)?.of === 'workspace');
  }

  #call(
    { integration, env, fetch: own }: Vendor,
    details: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>>,
    request: CallRequest,
  ) {
    const { title } = integration;
    return send({ title, bases: integration.bases(env, details), headers, fetch: own }, request);
  }
}

/** @throws ConflictError, naming what is to be set */
function requireOffered({ integration: { title }, missing }: Vendor): void {
  if (missing.length > 0)
    throw new ConflictError(
      `${title} cannot be connected yet: whoever runs Clianta sets ${missing.join(' and ')}.`,
    );
}

/** What no header takes would stand in the words of the error. @throws InvalidError */
function requireSendable({ integration: { auth, title } }: Vendor, values: Record<string, string>): void {
  if (auth.kind !== 'api_key') return;
  for (const [name, value] of Object.entries(values)) {
    if (/^[\x20-\x7e]*$/.test(value)) continue;
    const label = z.object({ label: z.string() }).safeParse(auth.fields.shape[name]?.meta()).data?.label;
    throw new InvalidError(
      `${label ?? name} holds a line break or a character that no key of ${title} has. Copy it anew.`,
    );
  }
}

function vendorOf(
  integration: Integration,
  all: Readonly<Record<string, unknown>>,
  own: typeof fetch,
): Vendor {
  const env = integration.env.parse(
    Object.fromEntries(Object.keys(integration.env.shape).map((name) => [name, all[name]])),
  );
  return {
    integration,
    env: env as never,
    missing: integration.needs.filter((name) => !(env as Record<string, unknown>)[name]),
    fetch: own,
  };
}
