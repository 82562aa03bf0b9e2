import type { CrmCore } from '../../crm-core.ts';
import { SyncHolds } from './sync-holds.ts';
import { SyncLinks } from './sync-links.ts';

/** How a record of ours stands in another system. */
export type Standing =
  | { kind: 'same'; object: string; externalId: string; origin: 'ours' | 'theirs' }
  /** It is not there, or not as it is here. */
  | { kind: 'held'; reason: string; at: Date }
  | { kind: 'paused'; object: string }
  | { kind: 'gone'; object: string }
  | { kind: 'not_yet' };

/** Why a record is, or is not, in a connected account. */
export async function whereItStands(
  crm: CrmCore,
  place: { workspaceId: string; credentialId: string },
  recordId: string,
): Promise<Standing> {
  const [held, links] = await Promise.all([
    new SyncHolds(crm).ofRecord(place.credentialId, recordId),
    new SyncLinks(crm).ofRecords(place, [recordId]),
  ]);
  if (held) return { kind: 'held', reason: held.reason, at: held.at };
  const link = links.find(({ state }) => state !== 'gone') ?? links[0];
  if (!link) return { kind: 'not_yet' };
  const { object, externalId, origin, state } = link;
  return state === 'ok' ? { kind: 'same', object, externalId, origin } : { kind: state, object };
}
