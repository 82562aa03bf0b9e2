import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { EmailAccount } from '../../marketing/email-account/email-account.schema.ts';
import { orderMailSync } from '../../marketing/mail-sync/mail-sync-orders.ts';
import { orderSync } from '../sync/sync-orders.ts';
import type { Watch } from './watches.ts';

/** What a vendor has told of is read: a stream of a sync, or a mailbox. */
export async function wake(
  crm: CrmCore,
  {
    workspaceId,
    credentialId,
    feature,
    stream,
  }: Pick<Watch, 'workspaceId' | 'credentialId' | 'feature' | 'stream'>,
): Promise<void> {
  const { credential } = await crm.integrations.connection(workspaceId, credentialId);
  const used = crm.integrations.vendor(credential.vendor).integration.features[feature];
  if (used?.sync) await orderSync(crm, { workspaceId, credentialId, feature, stream });
  if (!used?.mail) return;
  const mailbox = await crm.records(EmailAccount).findOne(systemScope(workspaceId), { credentialId });
  if (mailbox) await orderMailSync(crm, { workspaceId, accountId: mailbox.id });
}
