import { createHash } from 'node:crypto';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { endProgram } from '@clianta/crm-core/workspace/api-token/program-sign-ins';
import type { Adapter, AdapterPayload } from 'oidc-provider';

/** A refresh token that was turned over opens for so long still: an answer may be lost, and programs ask twice at once. */
const GRACE_MS = 30_000;
/** A program that nobody lets in is forgotten. */
const UNUSED_CLIENT_MS = 86_400_000;
const CLIENT_MS = 400 * 86_400_000;
/** What is known of a browser while somebody is asked. Who they are is asked of our own session each time. */
const SESSION_FIELDS = ['uid', 'kind', 'iat', 'exp'] as const;

interface StoredArtifact {
  /** Kind and SHA-256: nothing stored opens anything. */
  _id: string;
  /** JSON: its keys have dots. */
  payload: string;
  grantId?: string;
  /** Of a grant: the sign-in of the program. */
  accountId?: string;
  consumedAt?: Date;
  /** MongoDB removes it then. */
  expiresAt: Date;
}

/** Codes, keys and registrations of programs that sign in, for all processes. They are no records: nobody lists them. */
export class OAuthStore {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  async prepare(): Promise<void> {
    await this.#collection.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
    await this.#collection.createIndex({ grantId: 1 });
  }

  /** What is kept of one kind, as the library asks for it. @param onTwice - what is thrown for a code that is used again */
  kind(kind: string, onTwice: () => Error): Adapter {
    const idOf = (id: string) => `${kind}:${createHash('sha256').update(id).digest('base64url')}`;
    const nothing = async () => undefined;
    return {
      upsert: async (id, payload, expiresIn) => {
        const { jti: _, consumed: __, ...rest } = payload;
        const life = expiresIn === undefined ? UNUSED_CLIENT_MS : expiresIn * 1_000;
        const { grantId, accountId } = rest;
        const fields = {
          payload: JSON.stringify(kind === 'Session' ? bare(rest) : rest),
          ...(grantId && { grantId }),
          ...(kind === 'Grant' && accountId && { accountId }),
          expiresAt: new Date(Date.now() + life),
        };
        await this.#collection.updateOne({ _id: idOf(id) }, { $set: fields }, { upsert: true });
      },
      find: async (id) => {
        const found = await this.#collection.findOne({ _id: idOf(id) });
        if (!found || found.expiresAt.getTime() <= Date.now()) return undefined;
        const payload: AdapterPayload = JSON.parse(found.payload);
        return {
          ...payload,
          ...(kind !== 'Client' && { jti: id }),
          ...(isSpent(kind, found) && { consumed: Math.floor(Number(found.consumedAt) / 1_000) }),
        };
      },
      consume: async (id) => {
        const { matchedCount } = await this.#collection.updateOne(
          { _id: idOf(id), consumedAt: { $exists: false } },
          { $set: { consumedAt: new Date() } },
        );
        // of two that come at once with the same code one gets keys
        if (matchedCount === 0 && kind === 'AuthorizationCode') throw onTwice();
      },
      destroy: async (id) => {
        const found = await this.#collection.findOneAndDelete({ _id: idOf(id) });
        if (kind === 'Grant' && found?.accountId) await endProgram(this.#crm, found.accountId);
      },
      revokeByGrantId: async (grantId) => {
        await this.#collection.deleteMany({ grantId, _id: { $regex: `^${kind}:` } });
      },
      findByUid: nothing,
      findByUserCode: nothing,
    };
  }

  /** A program that somebody has let in stays registered. */
  async keepClient(clientId: string): Promise<void> {
    const _id = `Client:${createHash('sha256').update(clientId).digest('base64url')}`;
    const expiresAt = new Date(Date.now() + CLIENT_MS);
    await this.#collection.updateOne({ _id }, { $set: { expiresAt } });
  }

  get #collection() {
    return this.#crm.store.connection.collection<StoredArtifact>('oauthArtifacts');
  }
}

const bare = (payload: AdapterPayload) =>
  Object.fromEntries(SESSION_FIELDS.map((field) => [field, payload[field]]));

function isSpent(kind: string, { consumedAt }: StoredArtifact): boolean {
  if (!consumedAt) return false;
  return kind !== 'RefreshToken' || Date.now() - consumedAt.getTime() > GRACE_MS;
}
