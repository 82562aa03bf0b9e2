import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import { type Merge, mergeRecords } from '@clianta/crm-core/intelligence/hygiene/merge-records';
import type { ToolContext } from '../../tool.ts';
import { fieldNamed } from '../../tools/translate.ts';
import { AUDITED, type PairArgs } from './merge-kinds.ts';
import { groupsOf, openPairs } from './open-pairs.ts';
import { kindMeant, type Meant, meantBy } from './pair-meant.ts';

export interface MergeArgs extends PairArgs {
  others?: string[] | undefined;
  keep?: 'first' | 'second' | 'older' | 'newer' | 'fuller' | undefined;
  field?: string | undefined;
  take?: 'first' | 'second' | undefined;
  choices?: Record<string, string> | undefined;
  all?: boolean | undefined;
}

/** Merges as they would be done now. */
export interface PlannedMerges {
  entity: Entity;
  merges: Merge[];
  /** What somebody has to look at first, in words. */
  leftOut: string[];
}

/** The groups of records that a request makes one of each, before anybody has approved of it. */
async function groupsMeant(
  context: ToolContext,
  args: MergeArgs,
): Promise<{ entity: Entity; groups: AnyRecord[][]; leftOut: string[] }> {
  const meant = args.all ? undefined : await meantBy(context, args);
  if (meant && meant.records.length === 2)
    return { entity: meant.entity, groups: [meant.records], leftOut: [] };
  if (meant && isNamed(args)) return { entity: meant.entity, groups: [meant.records], leftOut: [] };
  if (!meant && !args.all && !args.of)
    throw new InvalidError(
      'Say which two are one, for example “merge Jane Doe and J. Doe”, or “merge all duplicates”.',
    );
  const entity = meant?.entity ?? kindMeant(args) ?? (AUDITED.contacts as Entity);
  const shown = new Set(meant?.records.map(({ id }) => id));
  const pairs = await openPairs(context, entity);
  const wanted = meant ? pairs.filter(({ a, b }) => shown.has(a.id) && shown.has(b.id)) : pairs;
  const { groups, leftOut } = await groupsOf(context, entity, wanted);
  const place = (record: AnyRecord) => meant?.records.findIndex(({ id }) => id === record.id) ?? 0;
  return {
    entity,
    groups: groups.map((records) => records.toSorted((a, b) => place(a) - place(b))),
    leftOut,
  };
}

export const isNamed = ({ contact, otherContact, company, otherCompany, ids }: MergeArgs): boolean =>
  Boolean(contact || otherContact || company || otherCompany || ids);

/** What the merges of a request would do; nothing is written. */
export async function plannedMerges(context: ToolContext, args: MergeArgs): Promise<PlannedMerges> {
  const { entity, groups, leftOut } = await groupsMeant(context, args);
  const merges: Merge[] = [];
  for (const records of groups) {
    context.signal.throwIfAborted();
    merges.push(await mergeOf(context, { entity, records }, args, true));
  }
  return { entity, merges, leftOut };
}

/** One merge, tried or done. @param versions - those that were shown */
export async function mergeOf(
  { crm, scope }: ToolContext,
  { entity, records }: Meant,
  args: MergeArgs,
  isTrial: boolean,
  versions?: ReadonlyMap<string, number>,
): Promise<Merge> {
  const request = {
    entity,
    ids: records.map(({ id }) => id),
    keepId: keptOf(records, args.keep)?.id,
    choices: choicesOf(entity, records, args),
    versions,
  };
  return mergeRecords(crm, scope, request, { isTrial });
}

function keptOf(records: readonly AnyRecord[], keep: MergeArgs['keep']): AnyRecord | undefined {
  const byAge = records.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  switch (keep) {
    case 'first':
      return records[0];
    case 'second':
      return records[1];
    case 'older':
      return byAge[0];
    case 'newer':
      return byAge.at(-1);
    default:
      return undefined;
  }
}

/** @throws InvalidError for a field that the records do not have */
function choicesOf(
  entity: Entity,
  records: readonly AnyRecord[],
  { field, take, choices }: MergeArgs,
): Record<string, string> {
  const said = { ...choices, ...(field && take && { [field]: take }) };
  return Object.fromEntries(
    Object.entries(said).map(([name, from]) => {
      const own = name.startsWith('customFields.')
        ? name
        : (entity.fields.find((one) => one.name === name) ?? fieldNamed(entity, name))?.name;
      if (!own) throw new InvalidError(`A ${entity.label.one} has no field “${name}”.`);
      const record =
        from === 'first'
          ? records[0]
          : from === 'second'
            ? records[1]
            : records.find(({ id }) => id === from);
      if (!record)
        throw new InvalidError(
          `“${from}” is none of them: say first, second, or the id of ${records.map((one) => titleOf(entity, one)).join(' or ')}.`,
        );
      return [own, record.id];
    }),
  );
}
