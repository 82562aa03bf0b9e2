import type { CrmCore } from '../crm-core.ts';
import { normalEmail } from '../entity/email-address.ts';
import type { Role } from '../entity/scope.ts';
import { UnauthenticatedError } from '../errors.ts';
import { checkPassword } from './user/password.ts';

/** A user as sign-in sees it; the password's hash never leaves this file. */
export interface Account {
  id: string;
  name: string;
  email: string;
}

export interface Membership {
  id: string;
  name: string;
  role: Role;
  timeZone: string;
  currency: string;
  locale: string;
}

interface StoredUser {
  _id: string;
  name: string;
  email: string;
  passwordHash?: string;
  isActive: boolean;
  sessionsValidFrom?: Date;
}

/** @throws UnauthenticatedError, the same for an unknown e-mail and a wrong password */
export async function signIn(crm: CrmCore, email: string, password: string): Promise<Account> {
  const user = await crm.store
    .model('user')
    .findOne({ email: normalEmail(email), isDeleted: false })
    .lean<StoredUser>();
  const isRight = await checkPassword(user?.passwordHash, password);
  if (!user || !isRight || !user.isActive) throw new UnauthenticatedError('E-mail or password is wrong.');
  return { id: user._id, name: user.name, email: user.email };
}

/**
 * The account of an e-mail address that somebody else vouches for.
 *
 * @throws UnauthenticatedError when there is none, or it is closed
 */
export async function accountByEmail(crm: CrmCore, email: string): Promise<Account> {
  const user = await crm.store
    .model('user')
    .findOne({ email: normalEmail(email), isDeleted: false })
    .lean<StoredUser>();
  if (!user?.isActive)
    throw new UnauthenticatedError(
      'Nobody here has that e-mail address. Ask an admin to add you to the team.',
    );
  return { id: user._id, name: user.name, email: user.email };
}

/**
 * The user of a session.
 *
 * @param startedAt - when the session was started
 * @throws UnauthenticatedError when the user is gone, inactive, or all sessions have been ended since
 */
export async function accountOf(crm: CrmCore, userId: string, startedAt: Date): Promise<Account> {
  const user = await crm.store.model('user').findOne({ _id: userId, isDeleted: false }).lean<StoredUser>();
  const isEnded = user?.sessionsValidFrom !== undefined && startedAt < user.sessionsValidFrom;
  if (!user?.isActive || isEnded)
    throw new UnauthenticatedError('Your session has ended. Please sign in again.');
  return { id: user._id, name: user.name, email: user.email };
}

/** The workspaces a user belongs to, with the role in each; zone and language are their own where they have set them. */
export async function membershipsOf(crm: CrmCore, userId: string): Promise<Membership[]> {
  const members = await crm.store
    .model('teamMember')
    .find({ userId, isDeleted: false })
    .lean<Array<{ workspaceId: string; role: Role; timeZone?: string; locale?: string }>>();
  const workspaces = await crm.store
    .model('workspace')
    .find({ _id: { $in: members.map((member) => member.workspaceId) }, isDeleted: false })
    .lean<Array<Omit<Membership, 'id' | 'role'> & { _id: string }>>();
  return workspaces.map(({ _id, name, timeZone, currency, locale }) => {
    const own = members.find((member) => member.workspaceId === _id);
    return {
      id: _id,
      name,
      timeZone: own?.timeZone ?? timeZone,
      currency,
      locale: own?.locale ?? locale,
      role: own?.role ?? 'viewer',
    };
  });
}
