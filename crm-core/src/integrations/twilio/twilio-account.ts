import type { Connection } from '../layer/define-integration.ts';

/** Whose account it is at Twilio, and the number or messaging service that its messages come from. */
export async function twilioAccount({
  crm,
  credential: { workspaceId, id },
}: Pick<Connection, 'crm' | 'credential'>): Promise<{ sid: string; from: string }> {
  const { details = {} } = await crm.integrations.store.read(workspaceId, id);
  return { sid: details.accountSid ?? '', from: details.from ?? '' };
}
