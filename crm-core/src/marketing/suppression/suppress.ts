import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { ConflictError } from '../../errors.ts';
import {
  addressHash,
  type SuppressedChannel,
  Suppression,
  type SuppressionRecord,
} from './suppression.schema.ts';

export type NewSuppression = Pick<SuppressionRecord, 'scope' | 'reason'> & {
  address: string;
  channel?: SuppressedChannel;
  topic?: string;
  note?: string;
  until?: Date;
};

/**
 * Sends nothing more of that scope to an address. The same again changes nothing, except that one with an end is taken
 * over by one without.
 */
export async function suppress(
  crm: CrmCore,
  scope: Scope,
  wanted: NewSuppression,
): Promise<SuppressionRecord> {
  const records = crm.records(Suppression);
  const { channel = 'email', topic = '', address } = wanted;
  const found = await byHash(crm, scope.workspaceId, { channel, address, scope: wanted.scope, topic });
  if (!found) {
    try {
      return await records.create(scope, { ...wanted, channel, topic });
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      const other = await byHash(crm, scope.workspaceId, { channel, address, scope: wanted.scope, topic });
      if (!other) throw error;
      return records.get(scope, other._id);
    }
  }
  const isLonger = found.until && (!wanted.until || wanted.until > found.until);
  if (!isLonger) return records.get(scope, found._id);
  const { reason, note, until } = wanted;
  // its end is a matter of what became known, not of who may change settings
  return records.update({ ...scope, role: 'system' }, found._id, {
    reason,
    note: note ?? null,
    until: until ?? null,
  });
}

async function byHash(
  crm: CrmCore,
  workspaceId: string,
  {
    channel,
    address,
    scope,
    topic,
  }: { channel: SuppressedChannel; address: string; scope: string; topic: string },
) {
  return crm.store
    .model(Suppression)
    .findOne({
      workspaceId,
      channel,
      addressHash: addressHash(channel, address),
      scope,
      topic,
      isDeleted: false,
    })
    .lean<{ _id: string; until?: Date }>();
}
