import type { CrmCore } from '../crm-core.ts';
import { systemScope } from '../entity/scope.ts';
import { InvalidError, UnauthenticatedError } from '../errors.ts';
import type { Account } from './accounts.ts';
import { checkPassword, hashPassword } from './user/password.ts';
import { User } from './user/user.schema.ts';

/** A user with what only this folder reads. */
export interface StoredUser {
  _id: string;
  version: number;
  name: string;
  email: string;
  passwordHash?: string;
  /** The one link by which a password may be chosen; absent when there is none. */
  passwordLinkId?: string;
  isActive: boolean;
  workspaceIds: string[];
}

/**
 * Changes the own password; every session that was open before has ended.
 *
 * @throws InvalidError when the present password is wrong or the new one is the same
 */
export async function changePassword(
  crm: CrmCore,
  userId: string,
  current: string,
  next: string,
): Promise<Account> {
  const user = await userOf(crm, userId);
  if (!(await checkPassword(user.passwordHash, current)))
    throw new InvalidError('The present password is wrong.', { currentPassword: 'is wrong' });
  if (current === next)
    throw new InvalidError('Please choose another password than the present one.', {
      newPassword: 'is the present one',
    });
  return setPassword(crm, user, next);
}

/** @throws UnauthenticatedError when the user is gone or inactive */
export async function userOf(crm: CrmCore, userId: string): Promise<StoredUser> {
  const user = await crm.store.model('user').findOne({ _id: userId, isDeleted: false }).lean<StoredUser>();
  if (!user?.isActive) throw new UnauthenticatedError();
  return user;
}

/**
 * Every session and every link that was made before is void then.
 *
 * @throws StaleVersionError when the user has changed since `user` was read
 */
export async function setPassword(crm: CrmCore, user: StoredUser, password: string): Promise<Account> {
  const { _id: id, name, email, workspaceIds, version } = user;
  const scope = { ...systemScope(workspaceIds[0] ?? ''), actor: { type: 'user' as const, id, name } };
  const passwordHash = await hashPassword(password);
  const now = crm.now();
  const values = {
    passwordHash,
    passwordLinkId: null,
    passwordLinkAt: null,
    passwordChangedAt: now,
    sessionsValidFrom: now,
  };
  await crm.records(User).update(scope, id, values, { version });
  return { id, name, email };
}
