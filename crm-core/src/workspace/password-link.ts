import { createHash } from 'node:crypto';
import type { CrmCore } from '../crm-core.ts';
import { normalEmail } from '../entity/email-address.ts';
import { newId } from '../entity/ids.ts';
import { type Scope, systemScope } from '../entity/scope.ts';
import { ForbiddenError, StaleVersionError } from '../errors.ts';
import type { Account } from './accounts.ts';
import { type StoredUser, setPassword, userOf } from './credentials.ts';
import { User } from './user/user.schema.ts';

const VOID =
  'This link was used before, or the account has changed since it was made. Sign in, or ask an admin for a new one.';

/**
 * Opens the way to choose a password for somebody; an earlier link of theirs is void then. The audit log says who did it.
 *
 * @returns the link's mark, which `usePasswordLink` asks for
 * @throws ForbiddenError for somebody of other workspaces too: no single one decides about their account
 */
export async function openPasswordLink(crm: CrmCore, scope: Scope, userId: string): Promise<string> {
  return openLink(crm, scope, await requireOnlyHere(crm, scope, userId));
}

/**
 * Opens the way to choose a password for whoever reads the mail of an address: it is theirs alone, in whatever workspaces.
 *
 * @returns undefined when nobody has the address, or the account is closed
 */
export async function openOwnPasswordLink(
  crm: CrmCore,
  email: string,
): Promise<{ userId: string; mark: string } | undefined> {
  const user = await crm.store
    .model('user')
    .findOne({ email: normalEmail(email), isDeleted: false, isActive: true })
    .lean<StoredUser>();
  if (!user) return undefined;
  const { _id: userId, name, workspaceIds } = user;
  const scope: Scope = {
    ...systemScope(workspaceIds[0] ?? ''),
    actor: { type: 'user', id: userId, name },
  };
  return { userId, mark: await openLink(crm, scope, user) };
}

async function openLink(crm: CrmCore, scope: Scope, user: StoredUser): Promise<string> {
  const passwordLinkId = newId();
  const link = { passwordLinkId, passwordLinkAt: crm.now() };
  await crm.records(User).update({ ...scope, role: 'system' }, user._id, link);
  return markOf(crm, { ...user, passwordLinkId });
}

/** Voids the link that was made for somebody. The audit log says who did it. */
export async function revokePasswordLink(crm: CrmCore, scope: Scope, userId: string): Promise<void> {
  await requireOnlyHere(crm, scope, userId);
  const none = { passwordLinkId: null, passwordLinkAt: null };
  await crm.records(User).update({ ...scope, role: 'system' }, userId, none);
}

/** @throws ForbiddenError for somebody of other workspaces too: no single one decides about their account */
export async function requireOnlyHere(
  crm: CrmCore,
  { workspaceId }: Scope,
  userId: string,
): Promise<StoredUser> {
  const user = await userOf(crm, userId);
  if (user.workspaceIds.some((id) => id !== workspaceId))
    throw new ForbiddenError(
      `${user.name} belongs to other workspaces too; only they themselves can change how they sign in.`,
    );
  return user;
}

/**
 * Chooses the password of the user whom a link names, once.
 *
 * @throws ForbiddenError when the link was used, or their role, e-mail or password has changed since it was made
 */
export async function usePasswordLink(
  crm: CrmCore,
  userId: string,
  mark: string,
  password: string,
): Promise<Account> {
  const user = await userOf(crm, userId);
  if (!user.passwordLinkId || (await markOf(crm, user)) !== mark) throw new ForbiddenError(VOID);
  try {
    return await setPassword(crm, user, password);
  } catch (error) {
    // used twice at once: the other one was first
    throw error instanceof StaleVersionError ? new ForbiddenError(VOID) : error;
  }
}

/** Tells states of an account apart without telling anything about them. */
async function markOf(crm: CrmCore, user: StoredUser): Promise<string> {
  const members = await crm.store
    .model('teamMember')
    .find({ userId: user._id, isDeleted: false })
    .sort({ _id: 1 })
    .select({ role: 1, email: 1, accessChangedAt: 1 })
    .lean<Array<{ role: string; email: string; accessChangedAt?: Date }>>();
  const places = members.map(({ role, email, accessChangedAt }) => [role, email, accessChangedAt]);
  const state = [user._id, user.passwordHash, user.passwordLinkId, user.email, places];
  return createHash('sha256').update(JSON.stringify(state)).digest('base64url');
}
