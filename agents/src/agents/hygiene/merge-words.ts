import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import type { Merge } from '@clianta/crm-core/intelligence/hygiene/merge-records';
import type { TableCard } from '../../reply.schema.ts';
import type { ToolContext } from '../../tool.ts';
import { capitalize, counted, listed } from '../../tools/format.ts';
import {
  describeChanges,
  ownFields,
  sampleOf,
  show,
  showOwn,
  titlesFor,
  type Values,
} from '../../tools/present.ts';

/** What goes over to the survivors, by kind; bookkeeping goes along without a word. */
function movesOf(merges: readonly Merge[]): Array<{ entity: Entity; count: number }> {
  const counts = new Map<string, { entity: Entity; ids: Set<string> }>();
  for (const { entity, ids } of merges.flatMap(({ moves }) => moves)) {
    if (!entity.talk) continue;
    const known = counts.get(entity.name) ?? { entity, ids: new Set() };
    counts.set(entity.name, known);
    for (const id of ids) known.ids.add(id);
  }
  return [...counts.values()]
    .map(({ entity, ids }) => ({ entity, count: ids.size }))
    .filter(({ count }) => count > 0);
}

/** "3 deals and 2 tasks move over"; empty when there is nothing. */
export function movesInWords(merges: readonly Merge[], verb = 'move'): string {
  const moves = movesOf(merges);
  if (moves.length === 0) return '';
  const all = moves.reduce((sum, { count }) => sum + count, 0);
  const words = listed(moves.map(({ entity, count }) => counted(count, entity.label)));
  return `${words} ${verb === 'move' && all === 1 ? 'moves' : verb} over`;
}

/** What a proposal says of the merges, field by field where it is one. */
export async function mergeChanges(
  context: ToolContext,
  entity: Entity,
  merges: readonly Merge[],
): Promise<Array<{ label: string; from?: string; to: string }>> {
  const moved = movesOf(merges).map(({ entity: other, count }) => ({
    label: capitalize(other.label.many),
    to: `${count} ${count === 1 ? 'moves' : 'move'} over`,
  }));
  const [only, ...more] = merges;
  if (!only || more.length > 0) return moved;
  const changes = await describeChanges(context, entity, only.patch, { ...only.survivor } as Values);
  return [...changes, ...moved];
}

/** A name with what tells it from others of that name. */
export async function told(
  context: ToolContext,
  entity: Entity,
  records: readonly AnyRecord[],
): Promise<string[]> {
  const sample = await sampleOf(
    context,
    entity,
    records.map((record) => ({ id: record.id, title: titleOf(entity, record) })),
  );
  return sample.map(({ title, detail }) => `**${title}**${detail ? ` (${detail})` : ''}`);
}

/** The records side by side, and what would be left: fields that are filled on none are left out. */
export async function sideBySide(
  context: ToolContext,
  entity: Entity,
  { survivor, others, patch }: Merge,
): Promise<TableCard> {
  const records = [survivor, ...others];
  const result: Values = { ...survivor, ...patch };
  const titles = await titlesFor(context, entity, [...records, result]);
  const columns = [
    { key: 'field', label: 'Field' },
    ...records.map((record, at) => ({ key: `r${at}`, label: `${at + 1}. ${titleOf(entity, record)}` })),
    { key: 'result', label: 'Result' },
  ];
  const line = (label: string, shown: (record: Values) => string) => ({
    field: label,
    ...Object.fromEntries(records.map((record, at) => [`r${at}`, shown({ ...record })])),
    result: shown(result),
  });
  const rows = [
    ...entity.fields
      .filter(({ hidden, kind }) => !hidden && kind !== 'object')
      .map((field) => line(field.label ?? field.name, (record) => show(field, record, titles, context))),
    ...(await ownFields(context, entity)).map((field) =>
      line(field.label, (record) => showOwn(field, record, context)),
    ),
  ].filter(({ field: _, ...values }) => Object.values(values).some(Boolean));
  return {
    type: 'table',
    title: `One ${entity.label.one} of ${records.length}`,
    columns,
    rows: rows.map((cells) => ({ cells })),
    count: rows.length,
  };
}
