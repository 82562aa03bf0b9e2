import { isDeepStrictEqual } from 'node:util';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { UserAction, type UserActionRecord } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import type { ToolContext } from '../../tool.ts';
import type { Values } from '../../tools/present.ts';

/** Entries of the audit log that one answer reads; of more there is word. */
const MOST_ENTRIES = 2_000;
const PAGE = 500;

/** What became of one record over a time, however many writes it took; what was taken back is not in it. */
export interface NetChange {
  entity: Entity;
  id: string;
  title: string;
  change: UserActionRecord['change'];
  /** The fields that are not what they were. */
  before: Values;
  after: Values;
  /** Who wrote, the last one first. */
  by: Array<{ id: string; name: string }>;
  /** The last write. */
  at: Date;
}

/** The newest entries of the audit log that fulfil the conditions. */
export async function auditEntries(
  { crm, scope }: ToolContext,
  where: Condition[],
): Promise<{ entries: UserActionRecord[]; isComplete: boolean }> {
  const entries: UserActionRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await crm
      .records(UserAction)
      .find(scope, { where, sort: '-at', limit: PAGE, ...(cursor && { cursor }) });
    entries.push(...page.records);
    cursor = page.nextCursor;
  } while (cursor && entries.length < MOST_ENTRIES);
  return { entries, isComplete: cursor === undefined };
}

/**
 * The entries put together by record, those that were changed last first.
 *
 * @param entries - of a time without gaps, in whatever order
 */
export function netChanges(
  entities: ReadonlyMap<string, Entity>,
  entries: readonly UserActionRecord[],
): NetChange[] {
  const byRecord = new Map<string, UserActionRecord[]>();
  for (const entry of entries.toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || a.recordVersion - b.recordVersion,
  ))
    byRecord.set(entry.recordId, [...(byRecord.get(entry.recordId) ?? []), entry]);
  return [...byRecord.values()]
    .flatMap((own) => {
      const entity = entities.get(own[0]?.entity ?? '');
      return (entity && netChange(entity, own)) ?? [];
    })
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

/** Undefined when nothing is left of it. */
function netChange(entity: Entity, entries: readonly UserActionRecord[]): NetChange | undefined {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return undefined;
  const before: Values = {};
  const after: Values = {};
  for (const entry of entries) {
    for (const name of Object.keys({ ...entry.before, ...entry.after })) {
      if (!Object.hasOwn(after, name)) before[name] = entry.before[name] ?? null;
      after[name] = entry.after[name] ?? null;
    }
  }
  for (const name of Object.keys(after)) {
    if (!isDeepStrictEqual(before[name], after[name])) continue;
    delete before[name];
    delete after[name];
  }
  const change = lifeOf(entries);
  if (!change || (change === 'updated' && Object.keys(after).length === 0)) return undefined;
  const by = entries.toReversed().map(({ actor }) => ({ id: actor.id, name: actor.name }));
  return {
    entity,
    id: first.recordId,
    title: last.recordTitle,
    change,
    before,
    after,
    by: by.filter((one, at) => by.findIndex(({ id }) => id === one.id) === at),
    at: last.at,
  };
}

/** Undefined for a record that came and went. */
function lifeOf(entries: readonly UserActionRecord[]): NetChange['change'] | undefined {
  const lives = entries.filter(({ change }) => change !== 'updated').map(({ change }) => change);
  const isThereBefore = lives[0] !== 'created' && lives[0] !== 'restored';
  const isThereAfter = lives.length === 0 || lives.at(-1) !== 'deleted';
  if (isThereBefore && isThereAfter) return 'updated';
  if (isThereBefore) return 'deleted';
  return isThereAfter ? lives[0] : undefined;
}
