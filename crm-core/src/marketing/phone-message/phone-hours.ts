import type { ContactRecord } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { firstOpen } from '../sequence/step-times.ts';

/** Nobody's phone rings earlier or later, on their own clock. */
const WINDOW = { from: '08:00', to: '21:00' };
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** The clock where somebody is: their own, else the workspace's. */
export async function phoneZone(
  crm: CrmCore,
  workspaceId: string,
  contact: Pick<ContactRecord, 'timeZone'> | undefined,
): Promise<string> {
  return contact?.timeZone ?? (await crm.facts(workspaceId)).timeZone;
}

/** The first instant from then on at which a phone there may ring. */
export const phoneTime = (from: Date, timeZone: string): Date =>
  firstOpen(from, { window: WINDOW, days: EVERY_DAY, holidays: [], timeZone });
