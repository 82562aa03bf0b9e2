import { timingSafeEqual } from 'node:crypto';
import type { CrmCore } from '../../crm-core.ts';
import { exposed } from '../../entity/access.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { LeadMagnet, type LeadMagnetRecord } from './lead-magnet.schema.ts';

/** Where people get what they left their address for. */
export const MAGNET_PATH = '/get';

const signature = ({ links }: CrmCore, what: string) => links.token(`${LeadMagnet.name}:${what}`);

/** An address that leads to a lead magnet until then; nothing of it is stored. */
export function magnetAddress(crm: CrmCore, { id }: Pick<LeadMagnetRecord, 'id'>, until: Date): string {
  const what = `${id}.${Math.floor(until.getTime() / 1_000).toString(36)}`;
  return crm.links.address(`${MAGNET_PATH}/${what}.${signature(crm, what)}`);
}

/** What an address leads to, of whatever workspace; `over` when its time is. */
export async function magnetAt(
  crm: CrmCore,
  token: string,
): Promise<{ magnet: LeadMagnetRecord; isOver: boolean } | undefined> {
  const [id = '', until = '', given = ''] = token.split('.');
  const [left, right] = [Buffer.from(given), Buffer.from(signature(crm, `${id}.${until}`))];
  if (left.length !== right.length || !timingSafeEqual(left, right)) return undefined;
  const found = await crm.store
    .model(LeadMagnet)
    .findOne({ _id: id, isDeleted: false })
    .lean<StoredDocument>();
  if (!found) return undefined;
  const magnet = exposed(LeadMagnet, found);
  const isOver = !magnet.isOn || Number.parseInt(until, 36) * 1_000 < crm.now().getTime();
  return { magnet, isOver };
}
