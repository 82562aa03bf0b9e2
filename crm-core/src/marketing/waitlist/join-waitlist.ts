import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import { ConflictError } from '../../errors.ts';
import type { FormRecord } from '../form/form.schema.ts';
import { senderScope } from '../form-submission/receive-submission.ts';
import { waitlistAddress } from './waitlist-address.ts';
import { WaitlistEntry } from './waitlist-entry.schema.ts';

/** Others take a place in the same moment; then the next one is tried. */
const ATTEMPTS = 20;

interface Joining {
  email: string;
  contactId: string;
  referredById?: string | undefined;
}

/** Puts somebody at the end of the list; who is on it keeps their place. */
export async function joinWaitlist(
  crm: CrmCore,
  form: FormRecord,
  { email, contactId, referredById }: Joining,
): Promise<void> {
  const address = waitlistAddress(email);
  const id = idFrom(`waitlist:${form.workspaceId}:${address}`);
  const entries = crm.records(WaitlistEntry);
  const input = { email, address, contactId, formId: form.id, ...(referredById && { referredById }) };
  for (let attempt = 1; ; attempt++) {
    if ((await entries.getMany(systemScope(form.workspaceId), [id])).has(id)) return;
    try {
      const position = (await lastPlace(crm, form.workspaceId)) + 1;
      await entries.create(senderScope(form), { ...input, position }, { id });
      return;
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function lastPlace(crm: CrmCore, workspaceId: string): Promise<number> {
  const { records } = await crm
    .records(WaitlistEntry)
    .find(systemScope(workspaceId), { sort: '-position', limit: 1, deleted: 'all' });
  return records[0]?.position ?? 0;
}
