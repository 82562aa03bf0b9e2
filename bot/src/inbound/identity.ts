import type { CrmCore } from '@clianta/crm-core/crm-core';
import { normalEmail } from '@clianta/crm-core/entity/email-address';
import { hasRole, type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { ConflictError, ForbiddenError } from '@clianta/crm-core/errors';
import { ExternalIdentity } from '@clianta/crm-core/workspace/external-identity/external-identity.schema';
import { useLinkCode } from '@clianta/crm-core/workspace/link-codes';
import { scopeOfUser } from '@clianta/crm-core/workspace/scope-of-user';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { ChannelName, Sender } from '../channel.ts';

/** Channels whose sender is a signed-in user of Clianta itself: team is the workspace, user the user. */
const OWN_CHANNELS: ReadonlySet<ChannelName> = new Set(['web', 'terminal', 'api']);

/** Which workspace a channel's tenant belongs to; undefined when it is joined to none. */
export type WorkspaceOf = (channel: ChannelName, externalTeamId: string) => Promise<string | undefined>;

const STRANGER =
  'I do not know you yet. Sign in to Clianta in your browser, open Settings, Linked accounts, and write the code from there here: “link ABCD-2345”. Or ask an admin to add you with the e-mail address you use here.';

/**
 * Who wrote, as a Scope. On a foreign channel the account must be linked, or its verified e-mail must be a
 * teammate's; then the link is kept.
 */
export async function scopeOfSender(
  crm: CrmCore,
  channel: ChannelName,
  sender: Sender,
  workspaceOf: WorkspaceOf,
): Promise<Scope> {
  if (OWN_CHANNELS.has(channel))
    return scopeOfUser(crm, sender.externalTeamId, sender.externalUserId, channel);
  const { userId, workspaceId } = await accountOf(crm, channel, sender, workspaceOf);
  const scope = await scopeOfUser(crm, workspaceId, userId, channel);
  return sender.mostRole && hasRole(scope, sender.mostRole) ? { ...scope, role: sender.mostRole } : scope;
}

interface Account {
  workspaceId: string;
  userId: string;
}

async function accountOf(
  crm: CrmCore,
  channel: ChannelName,
  { externalTeamId, accountTeamId = externalTeamId, externalUserId, email }: Sender,
  workspaceOf: WorkspaceOf,
): Promise<Account> {
  const account = { channel, externalTeamId: accountTeamId, externalUserId };
  const workspaceId = await workspaceOf(channel, externalTeamId);
  const linked = await linkOf(crm, account, workspaceId);
  if (linked) return linked;
  if (!workspaceId)
    throw new ForbiddenError(
      'This chat is not connected to a Clianta workspace yet. Ask an admin to connect it, or link your own account: open Settings, Linked accounts, in Clianta and write the code here.',
    );
  const system = systemScope(workspaceId);
  const member = email
    ? await crm.records(TeamMember).findOne(system, { email: normalEmail(email) })
    : undefined;
  if (!member) throw new ForbiddenError(STRANGER);
  await keepLink(crm, { ...account, workspaceId, userId: member.userId, provenBy: 'email' });
  return { workspaceId, userId: member.userId };
}

/** Whom the account was linked to, in the workspace of its tenant; in any where the tenant is joined to none. */
async function linkOf(
  crm: CrmCore,
  account: { channel: string; externalTeamId: string; externalUserId: string },
  workspaceId: string | undefined,
): Promise<Account | undefined> {
  const found = await crm.store
    .model(ExternalIdentity.name)
    .findOne({ ...account, ...(workspaceId && { workspaceId }), isDeleted: false })
    .sort({ createdAt: -1 })
    .select({ workspaceId: 1, userId: 1 })
    .lean<Account>();
  return found ?? undefined;
}

/**
 * Links an account by a code that its person got where they are signed in.
 *
 * @returns whose it is from now on
 * @throws ForbiddenError when the code is not valid, or is of another workspace than the tenant
 */
export async function linkByCode(
  crm: CrmCore,
  channel: ChannelName,
  { externalTeamId, accountTeamId = externalTeamId, externalUserId }: Sender,
  code: string,
  workspaceOf: WorkspaceOf,
): Promise<Scope> {
  const { workspaceId, userId } = await useLinkCode(crm, code);
  const joined = await workspaceOf(channel, externalTeamId);
  if (joined && joined !== workspaceId)
    throw new ForbiddenError('This chat belongs to another workspace than your code. Nothing was linked.');
  const account = { channel, externalTeamId: accountTeamId, externalUserId };
  await keepLink(crm, { ...account, workspaceId, userId, provenBy: 'code' });
  return scopeOfUser(crm, workspaceId, userId, channel);
}

interface Link extends Account {
  channel: string;
  externalTeamId: string;
  externalUserId: string;
  provenBy: 'email' | 'code';
}

async function keepLink(crm: CrmCore, { workspaceId, userId, provenBy, ...account }: Link): Promise<void> {
  const system = systemScope(workspaceId);
  const links = crm.records(ExternalIdentity);
  const known = await links.findOne(system, account);
  if (known) {
    if (known.userId !== userId) await links.update(system, known.id, { userId, provenBy });
    return;
  }
  try {
    await links.create(system, { ...account, userId, provenBy });
  } catch (error) {
    // two first messages at once: the other one made the link
    if (!(error instanceof ConflictError)) throw error;
  }
}
