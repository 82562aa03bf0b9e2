import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { ConflictError, NotFoundError } from '../../errors.ts';
import type { SecretBox } from '../../secrets/secret-box.ts';
import {
  IntegrationCredential,
  type IntegrationCredentialRecord,
  type Trouble,
} from './integration-credential.schema.ts';

const secretsSchema = z.union([
  z.object({ accessToken: z.string(), refreshToken: z.string().optional() }),
  z.object({ values: z.record(z.string(), z.string()) }),
]);
/** Tokens, or what was entered. */
export type Secrets = z.output<typeof secretsSchema>;

/** What a call needs to know of an account; read anew for each, as another process may have refreshed it. */
export interface StoredCredential {
  _id: string;
  workspaceId: string;
  vendor: string;
  ownerId: string;
  name: string;
  state: IntegrationCredentialRecord['state'];
  sealed?: string;
  details?: Record<string, string>;
  expiresAt?: Date;
  tokenVersion: number;
  refreshUntil?: Date | null;
  throttledUntil?: Date | null;
}

/** Where secrets are kept: sealed, for the account and the workspace they belong to, and opened only to call. */
export class CredentialStore {
  readonly #crm: CrmCore;
  readonly #box: SecretBox | undefined;

  constructor(crm: CrmCore, box: SecretBox | undefined) {
    this.#crm = crm;
    this.#box = box;
  }

  /** Derived values are set past the services: they are no writes of the record. */
  get raw() {
    return this.#crm.store.model(IntegrationCredential).collection;
  }

  /** @throws NotFoundError */
  async read(workspaceId: string, id: string): Promise<StoredCredential> {
    const found = await this.#crm.store
      .model(IntegrationCredential)
      .findOne({ _id: id, workspaceId, isDeleted: false })
      .lean<StoredCredential>();
    if (!found) throw new NotFoundError(IntegrationCredential.label.one, id);
    return found;
  }

  seal(workspaceId: string, id: string, secrets: Secrets): string {
    return this.box.seal(secrets, contextOf(workspaceId, id));
  }

  /** Undefined: it is disconnected. @throws Error when no key of ours has sealed it */
  open({ workspaceId, _id, sealed }: StoredCredential): Secrets | undefined {
    return sealed ? secretsSchema.parse(this.box.open(sealed, contextOf(workspaceId, _id))) : undefined;
  }

  /** @throws ConflictError in a process that has no keys */
  get box(): SecretBox {
    if (this.#box) return this.#box;
    throw new ConflictError(
      'This process cannot open stored secrets. Give it the ENCRYPTION_KEYS, or the SESSION_SECRET, of the server.',
    );
  }

  /** Stores that something is wrong, once; whose account it is learns it by the event. */
  async fail(
    { workspaceId, _id, state }: Pick<StoredCredential, 'workspaceId' | '_id' | 'state'>,
    next: 'reconnect' | 'error',
    lastError: Trouble,
  ): Promise<void> {
    if (state === next || state === 'paused') return;
    await this.#crm
      .records(IntegrationCredential)
      .update(systemScope(workspaceId), _id, { state: next, lastError });
  }

  /** Stops it until a person has decided something; whose account it is learns it by the event. */
  async stop({ workspaceId, _id }: StoredCredential, lastError: Trouble): Promise<void> {
    await this.#crm
      .records(IntegrationCredential)
      .update(systemScope(workspaceId), _id, { state: 'paused', lastError });
  }

  /** Everything works again. */
  async recover({ workspaceId, _id, state }: StoredCredential): Promise<void> {
    if (state === 'ok' || state === 'paused') return;
    const fresh = { state: 'ok', lastError: null } as const;
    await this.#crm.records(IntegrationCredential).update(systemScope(workspaceId), _id, fresh as never);
  }

  /** Seals with the newest key what an older one has sealed. @returns how many it were */
  async reseal(workspaceId: string): Promise<number> {
    const stored = await this.#crm.store
      .model(IntegrationCredential)
      .find({ workspaceId, sealed: { $exists: true } })
      .lean<StoredCredential[]>();
    const old = stored.filter(({ sealed }) => sealed && this.box.isOld(sealed));
    for (const one of old) {
      const secrets = this.open(one);
      if (!secrets || !one.sealed) continue;
      // not when it has been refreshed meanwhile, which seals with the newest key
      await this.raw.updateOne(
        { _id: one._id as never, sealed: one.sealed },
        { $set: { sealed: this.seal(workspaceId, one._id, secrets) } },
      );
    }
    return old.length;
  }

  /** @throws Error when what is stored was sealed with other keys than those of this process */
  async requireKeys(): Promise<void> {
    const [one] = await this.#crm.store
      .model(IntegrationCredential)
      .find({ isDeleted: false, sealed: { $exists: true } })
      .limit(1)
      .lean<StoredCredential[]>();
    if (one && this.#box) this.open(one);
  }
}

const contextOf = (workspaceId: string, id: string) => `integration:${workspaceId}:${id}`;
