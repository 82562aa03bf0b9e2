import type { ContactRecord } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';

/** The page where somebody stops marketing. */
export function unsubscribeLink(
  crm: CrmCore,
  workspaceId: string,
  { id }: Pick<ContactRecord, 'id'>,
): string {
  return crm.links.address(`/u/${crm.links.token(`unsubscribe:${workspaceId}:${id}`)}`);
}
