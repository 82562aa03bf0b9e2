import { createHash } from 'node:crypto';
import type { CrmCore } from '../crm-core.ts';
import { systemScope } from '../entity/scope.ts';
import { ForbiddenError, InvalidError, UnauthenticatedError } from '../errors.ts';
import type { Account } from './accounts.ts';
import { checkPassword, hashPassword } from './user/password.ts';
import { User } from './user/user.schema.ts';

interface StoredUser {
  _id: string;
  name: string;
  email: string;
  passwordHash?: string;
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

/**
 * Who may choose a password by a link: the user it names, as long as their password is the one it was made for.
 *
 * @param mark - `passwordMark` when the link was made
 * @throws ForbiddenError when the link was used before
 */
export async function choosePassword(
  crm: CrmCore,
  userId: string,
  mark: string,
  password: string,
): Promise<Account> {
  const user = await userOf(crm, userId);
  if (markOf(user) !== mark)
    throw new ForbiddenError('This link was used before. Sign in, or ask an admin for a new one.');
  return setPassword(crm, user, password);
}

/**
 * Tells passwords of a user apart without telling anything about them.
 *
 * @throws ForbiddenError for somebody of other workspaces too: no single one decides about their account
 */
export async function passwordMark(crm: CrmCore, userId: string): Promise<string> {
  const user = await userOf(crm, userId);
  if (user.workspaceIds.length > 1)
    throw new ForbiddenError(
      `${user.name} belongs to other workspaces too; only they themselves can change their password.`,
    );
  return markOf(user);
}

function markOf(user: StoredUser): string {
  return createHash('sha256')
    .update(`${user._id}:${user.passwordHash ?? ''}`)
    .digest('base64url');
}

async function userOf(crm: CrmCore, userId: string): Promise<StoredUser> {
  const user = await crm.store.model('user').findOne({ _id: userId, isDeleted: false }).lean<StoredUser>();
  if (!user?.isActive) throw new UnauthenticatedError();
  return user;
}

async function setPassword(crm: CrmCore, user: StoredUser, password: string): Promise<Account> {
  const { _id: id, name, email, workspaceIds } = user;
  const scope = { ...systemScope(workspaceIds[0] ?? ''), actor: { type: 'user' as const, id, name } };
  const passwordHash = await hashPassword(password);
  await crm.records(User).update(scope, id, { passwordHash, sessionsValidFrom: crm.now() });
  return { id, name, email };
}
