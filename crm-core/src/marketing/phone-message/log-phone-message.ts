import { Activity } from '../../crm/activity/activity.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import type { PhoneRow } from './phone-rows.ts';

/** What went to somebody, and what came from them, stands in their timeline. */
export async function logPhoneMessage(
  crm: CrmCore,
  { _id, workspaceId, kind, direction, text, contactId, ownerId, source }: PhoneRow,
): Promise<void> {
  // sequences count theirs
  if (!contactId || source) return;
  const subject =
    kind === 'voice' ? 'Left a voicemail' : direction === 'in' ? 'Text message from them' : 'Text message';
  await createOnce(crm, Activity, systemScope(workspaceId), idFrom(`phone-message:${_id}`), {
    type: kind === 'voice' ? 'call' : 'note',
    subject,
    at: crm.now(),
    contactId,
    ...(text && { body: text }),
    ...(ownerId && { userId: ownerId }),
    isPublic: true,
  });
}
