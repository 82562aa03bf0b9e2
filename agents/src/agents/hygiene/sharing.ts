import { type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import type { ToolContext, ToolResult } from '../../tool.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { listShown, tableCard } from '../../tools/table-card.ts';

/** What can be shared by records that are not alike: two people on one line. */
const KEYS = {
  email: { key: 'mail ', what: 'an e-mail address' },
  phone: { key: 'phone ', what: 'a phone number' },
  domain: { key: 'domain ', what: 'a domain' },
} as const;

export type Shared = keyof typeof KEYS;
export const isShared = (by: string | undefined): by is Shared => by !== undefined && by in KEYS;

const SHOWN = 50;

interface Keyed {
  _id: string;
  search?: { match?: string[] };
}

/** All records that have this in common with another, alike or not. */
export async function sharing(
  context: ToolContext,
  entity: Entity,
  by: Shared,
  ownerId: string | undefined,
): Promise<ToolResult> {
  const { crm, scope } = context;
  const { key, what } = KEYS[by];
  const service = crm.records(entity);
  const query = await service.query(scope);
  const keyed = await crm.store
    .model(entity)
    .find(query(false))
    .select({ 'search.match': 1 })
    .lean<Keyed[]>();
  const groups = new Map<string, string[]>();
  for (const { _id, search } of keyed)
    for (const one of search?.match ?? [])
      if (one.startsWith(key)) groups.set(one, [...(groups.get(one) ?? []), _id]);
  const ids = new Set([...groups.values()].filter((group) => group.length > 1).flat());
  const found = [...(await service.getMany(scope, ids)).values()].filter(
    (record) => !ownerId || ({ ...record } as Record<string, unknown>).ownerId === ownerId,
  );
  const { label } = entity;
  if (found.length === 0) return { text: `No ${label.many} share ${what}.`, isAnswer: true };
  const records = found.toSorted((a, b) => titleOf(entity, a).localeCompare(titleOf(entity, b)));
  const shown = records.slice(0, SHOWN);
  const title = `${label.many.charAt(0).toUpperCase()}${label.many.slice(1)} that share ${what}`;
  return {
    text: `${counted(records.length, label)} share ${what} with another.`,
    cards: [await tableCard(context, entity, shown, { title, count: records.length })],
    focus: records.slice(0, 12).map((record) => focusOf(entity, record)),
    lastList: listShown(entity, shown),
    isAnswer: true,
  };
}
