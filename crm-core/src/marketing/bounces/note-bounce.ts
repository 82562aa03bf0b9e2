import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { suppress } from '../suppression/suppress.ts';
import { addressHash } from '../suppression/suppression.schema.ts';
import { type BounceKind, type BounceReply, bounceKind } from './bounce-kind.ts';

const WEEK_MS = 7 * 86_400_000;
/** So often within a week mail has to come back for later, for the address to be left alone. */
const MOST_SOFT = 3;
const OFF_MS = 30 * 86_400_000;

interface SoftBounce {
  /** `<workspace>:<hash of the address>:<mail>`: of one mail, however often it is tried, one. */
  _id: string;
  at: Date;
}

/** What follows for an address from what a server said of it: gone for good, left alone for a month, or nothing. */
export async function noteBounce(
  crm: CrmCore,
  workspaceId: string,
  { address, mailId, ...reply }: BounceReply & { address: string; mailId: string },
): Promise<BounceKind> {
  const kind = bounceKind(reply);
  const note = reply.text.slice(0, 500);
  const scope = systemScope(workspaceId);
  if (kind === 'hard') await suppress(crm, scope, { address, scope: 'all', reason: 'hardBounce', note });
  if (kind === 'soft' && (await countSoft(crm, workspaceId, address, mailId)) >= MOST_SOFT) {
    const until = new Date(crm.now().getTime() + OFF_MS);
    await suppress(crm, scope, { address, scope: 'all', reason: 'softBounces', note, until });
  }
  return kind;
}

async function countSoft(
  crm: CrmCore,
  workspaceId: string,
  address: string,
  mailId: string,
): Promise<number> {
  const soft = crm.store.connection.collection<SoftBounce>('softBounces');
  const now = crm.now();
  const prefix = `${workspaceId}:${addressHash('email', address)}:`;
  await soft.updateOne({ _id: prefix + mailId }, { $set: { at: now } }, { upsert: true });
  const ofAddress = { $gte: prefix, $lt: `${prefix}~` };
  await soft.deleteMany({ _id: ofAddress, at: { $lt: new Date(now.getTime() - WEEK_MS) } });
  return soft.countDocuments({ _id: ofAddress });
}
