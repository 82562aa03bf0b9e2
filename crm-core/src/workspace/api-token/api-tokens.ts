import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { newId } from '../../entity/ids.ts';
import type { Scope, TokenLimits } from '../../entity/scope.ts';
import { ForbiddenError, InvalidError, UnauthenticatedError } from '../../errors.ts';
import { ApiToken, type ApiTokenRecord, TOKEN_ACCESS } from './api-token.schema.ts';

/** What every token begins with: scanners for leaked keys know one by it. */
export const TOKEN_MARK = 'clt_';
/** How exactly its last use is known. */
const SEEN_MS = 60_000;
/** Of one person in a workspace. */
const MOST = 50;

export const newTokenSchema = z.strictObject({
  name: z.string().trim().min(1, 'is missing').max(80),
  access: z.enum(TOKEN_ACCESS).default('read'),
  kinds: z.array(z.string()).min(1).max(50).optional(),
  /** After so many days it opens nothing any more. */
  days: z.int().min(1).max(3_650).optional(),
});
export type NewToken = z.output<typeof newTokenSchema>;

/** Whom a token lets in, and how far. */
export interface TokenBearer {
  userId: string;
  workspaceId: string;
  limits: TokenLimits;
}

export interface StoredToken {
  _id: string;
  workspaceId: string;
  userId: string;
  name: string;
  access: ApiTokenRecord['access'];
  kinds?: string[] | null;
  expiresAt?: Date | null;
  lastUsedAt?: Date | null;
  tokenHash?: string | null;
}

/** @throws ForbiddenError when somebody has as many as they may have */
export async function requireRoom(crm: CrmCore, scope: Scope): Promise<void> {
  const own = { where: [{ field: 'userId', op: 'eq' as const, value: scope.actor.id }] };
  if ((await crm.records(ApiToken).count(scope, own)) >= MOST)
    throw new ForbiddenError(`You have ${MOST} tokens already. Revoke one that is not used any more.`);
}

/**
 * Makes a token for the caller.
 *
 * @returns the record, and the token itself, which is nowhere to be had again
 * @throws InvalidError for a kind of records that there is not
 */
export async function issueToken(
  crm: CrmCore,
  scope: Scope,
  { days, ...given }: NewToken,
): Promise<{ record: ApiTokenRecord; token: string }> {
  const unknown = given.kinds?.find((kind) => !crm.store.entities.has(kind));
  if (unknown)
    throw new InvalidError(`There are no records of “${unknown}”.`, { kinds: 'are not all known' });
  await requireRoom(crm, scope);
  const id = newId();
  const token = `${TOKEN_MARK}${id}_${randomBytes(32).toString('base64url')}`;
  const record = await crm.records(ApiToken).create(
    { ...scope, role: 'system' },
    {
      ...given,
      userId: scope.actor.id,
      prefix: token.slice(0, 12),
      tokenHash: hashOf(token),
      ...(days && { expiresAt: new Date(crm.now().getTime() + days * 86_400_000) }),
    },
    { id },
  );
  return { record, token };
}

/** @throws UnauthenticatedError for a token that is none, was revoked, or has expired */
export async function bearerOf(crm: CrmCore, token: string): Promise<TokenBearer> {
  const [, id = ''] = /^clt_([0-9a-f]{24})_/.exec(token) ?? [];
  const found = await storedToken(crm, id);
  const isRight =
    found?.tokenHash &&
    timingSafeEqual(Buffer.from(found.tokenHash, 'hex'), Buffer.from(hashOf(token), 'hex'));
  if (!isRight) throw new UnauthenticatedError('This token is not valid: it was revoked, or has expired.');
  await noteUse(crm, found);
  return bearerFrom(found);
}

/** A token that was not revoked and has not expired. */
export async function storedToken(crm: CrmCore, id: string): Promise<StoredToken | undefined> {
  const found = await crm.store
    .model(ApiToken.name)
    .findOne({ _id: id, isDeleted: false })
    .lean<StoredToken>();
  return found && !(found.expiresAt && found.expiresAt <= crm.now()) ? found : undefined;
}

export async function noteUse(crm: CrmCore, { _id, lastUsedAt }: StoredToken): Promise<void> {
  const now = crm.now();
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() <= SEEN_MS) return;
  await crm.store
    .model(ApiToken.name)
    .collection.updateOne({ _id: _id as never }, { $set: { lastUsedAt: now } });
}

export function bearerFrom({ _id: id, workspaceId, userId, name, access, kinds }: StoredToken): TokenBearer {
  return {
    workspaceId,
    userId,
    limits: { id, name, canWrite: access !== 'read', canAsk: access === 'ask', ...(kinds && { kinds }) },
  };
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
