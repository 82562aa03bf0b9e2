import type { CrmCore } from '../../crm-core.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { ConflictError } from '../../errors.ts';
import { ChannelInstallation, type ChannelInstallationRecord } from './channel-installation.schema.ts';

interface Tenant {
  channel: string;
  externalTeamId: string;
}

/** The workspace that a tenant of a channel is joined to; one at most. */
export async function installationOf(
  crm: CrmCore,
  { channel, externalTeamId }: Tenant,
): Promise<ChannelInstallationRecord | undefined> {
  const found = await crm.store
    .model(ChannelInstallation.name)
    .findOne({ channel, externalTeamId, isDeleted: false })
    .sort({ createdAt: 1, _id: 1 })
    .select({ workspaceId: 1 })
    .lean<{ _id: string; workspaceId: string }>();
  return found ? crm.records(ChannelInstallation).get(systemScope(found.workspaceId), found._id) : undefined;
}

/**
 * Joins a tenant to the workspace of the scope; joined again it takes the new name.
 *
 * @throws ConflictError when it belongs to another workspace
 */
export async function install(
  crm: CrmCore,
  scope: Scope,
  { name, details = {}, ...tenant }: Tenant & { name: string; details?: Record<string, unknown> },
): Promise<ChannelInstallationRecord> {
  const installations = crm.records(ChannelInstallation);
  const own: Scope = { ...scope, role: 'system' };
  const known = await installationOf(crm, tenant);
  if (!known) return installations.create(own, { ...tenant, name, details });
  if (known.workspaceId !== scope.workspaceId)
    throw new ConflictError('It is connected to another workspace. Disconnect it there first.');
  return installations.update(own, known.id, { name, details: { ...known.details, ...details } });
}

/** Forgets a tenant that has removed the app. */
export async function uninstall(crm: CrmCore, tenant: Tenant): Promise<void> {
  const known = await installationOf(crm, tenant);
  if (known) await crm.records(ChannelInstallation).delete(systemScope(known.workspaceId), known.id);
}
