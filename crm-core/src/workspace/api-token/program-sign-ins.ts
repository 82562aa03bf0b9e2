import type { CrmCore } from '../../crm-core.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { ApiToken, type ApiTokenRecord, TOKEN_ACCESS } from './api-token.schema.ts';
import {
  bearerFrom,
  noteUse,
  requireRoom,
  type StoredToken,
  storedToken,
  type TokenBearer,
} from './api-tokens.ts';

/** How long a program that was let in has to fetch its first key. */
const BEGIN_MS = 10 * 60_000;
/** After so long its person is asked again. */
export const SIGN_IN_DAYS = 365;

export type TokenAccess = ApiTokenRecord['access'];

/** A program as it calls itself, and where its person's browser goes back to. */
export interface Program {
  name: string;
  clientId: string;
  redirectHost: string;
}

/** What `read`, `write` and `ask` come to together: each goes as far as those before it. */
export function accessOfScopes(scopes: Iterable<string>): TokenAccess | undefined {
  const asked = new Set(scopes);
  return TOKEN_ACCESS.findLast((access) => asked.has(access));
}

/** The scopes that an access is given by. */
export const scopesOfAccess = (access: TokenAccess): TokenAccess[] =>
  TOKEN_ACCESS.slice(0, TOKEN_ACCESS.indexOf(access) + 1);

/**
 * Lets a program act for the caller, who was asked. It takes the place of what the same program had before, is listed among
 * the person's tokens, and ends when that is revoked. It opens nothing by itself: its keys name it.
 */
export async function admitProgram(
  crm: CrmCore,
  scope: Scope,
  { name, clientId, redirectHost }: Program,
  access: TokenAccess,
): Promise<ApiTokenRecord> {
  const tokens = crm.records(ApiToken);
  const userId = scope.actor.id;
  const { workspaceId } = scope;
  const before = await crm.store
    .model(ApiToken.name)
    .find({ workspaceId, userId, clientId, isDeleted: false })
    .lean<StoredToken[]>();
  for (const { _id } of before) await tokens.delete(scope, _id);
  await requireRoom(crm, scope);
  return tokens.create(
    { ...scope, role: 'system' },
    {
      name,
      userId,
      access,
      clientId,
      redirectHost,
      expiresAt: new Date(crm.now().getTime() + BEGIN_MS),
    },
  );
}

/** The program has fetched its first key. */
export async function beginProgram(crm: CrmCore, id: string): Promise<void> {
  const expiresAt = new Date(crm.now().getTime() + SIGN_IN_DAYS * 86_400_000);
  await crm.store.model(ApiToken.name).collection.updateOne({ _id: id as never }, { $set: { expiresAt } });
}

/**
 * Whom a program acts for, as far as the key goes that it sent.
 *
 * @param access - of the key; it opens no more than its person has agreed to
 * @returns undefined when it was revoked or has expired
 */
export async function bearerOfProgram(
  crm: CrmCore,
  id: string,
  access: TokenAccess | undefined,
): Promise<TokenBearer | undefined> {
  const stored = await storedToken(crm, id);
  if (!stored || stored.tokenHash || !access) return undefined;
  await noteUse(crm, stored);
  const least = Math.min(TOKEN_ACCESS.indexOf(access), TOKEN_ACCESS.indexOf(stored.access));
  return bearerFrom({ ...stored, access: TOKEN_ACCESS[least] ?? 'read' });
}

/** Whether a program may still fetch keys: it was not revoked, and its person is in the workspace with an open account. */
export async function isProgramAdmitted(crm: CrmCore, id: string): Promise<boolean> {
  const stored = await storedToken(crm, id);
  if (!stored || stored.tokenHash) return false;
  const { userId, workspaceId } = stored;
  const [member, user] = await Promise.all([
    crm.store.model('teamMember').exists({ workspaceId, userId, isDeleted: false }),
    crm.store.model('user').exists({ _id: userId, isDeleted: false, isActive: true }),
  ]);
  return Boolean(member && user);
}

/** Ends it, whoever asked for that. */
export async function endProgram(crm: CrmCore, id: string): Promise<void> {
  const stored = await storedToken(crm, id);
  if (stored) await crm.records(ApiToken).delete(systemScope(stored.workspaceId), id);
}
