import type { AnyRecord, Entity } from '@clianta/crm-core/entity/define-entity';
import { hasOwnCurrency, minorDigits } from '@clianta/crm-core/entity/money';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ToolContext } from '../tool.ts';
import { type Adjustment, adjusted, adjustmentInWords, readAdjustment } from './adjustment.ts';
import { listed } from './format.ts';
import { describeChanges } from './present.ts';
import { storedValues } from './translate.ts';

type Values = Record<string, unknown>;

/** What an update does to a record: some of it the same for every record, some depending on what is there. */
export interface RecordChange {
  /** Set on every record, as records store it. */
  values: Values;
  addTags: string[];
  removeTags: string[];
  adjust?: Adjustment;
  /** Which of the values are amounts in the currency that each record has. */
  amounts: string[];
}

/**
 * The arguments of an update tool as a change.
 *
 * @param fixed - what a tool such as `complete_tasks` sets without being told
 * @throws InvalidError when nothing is to be changed
 */
export async function readChange(
  context: ToolContext,
  entity: Entity,
  args: Values,
  fixed: Values | undefined,
): Promise<RecordChange> {
  const values = await storedValues(context, entity, fixed ?? (args.set as Values | undefined) ?? {}, 'set');
  const adjust = args.adjust
    ? readAdjustment(entity, args.adjust as Parameters<typeof readAdjustment>[1])
    : undefined;
  const change: RecordChange = {
    values,
    addTags: (args.addTags as string[] | undefined) ?? [],
    removeTags: (args.removeTags as string[] | undefined) ?? [],
    ...(adjust && { adjust }),
    amounts: Object.keys(values).filter(
      (name) => typeof values[name] === 'number' && !('currency' in values) && hasOwnCurrency(entity, name),
    ),
  };
  if (Object.keys(values).length === 0 && !dependsOnRecord(change))
    throw new InvalidError('Say what to change, for example “set the city to Berlin”.');
  return change;
}

const dependsOnRecord = ({ addTags, removeTags, adjust }: RecordChange): boolean =>
  addTags.length > 0 || removeTags.length > 0 || adjust !== undefined;

/** Whether every record gets the same values. */
export function isSameForAll(change: RecordChange): boolean {
  return !dependsOnRecord(change) && change.amounts.length === 0;
}

/** The values that the change sets on this record; empty when the record has it all. */
export function patchFor(context: ToolContext, change: RecordChange, record: AnyRecord): Values {
  const before = record as unknown as Values;
  const patch: Values = { ...change.values };
  // a whole yen is one minor unit, a whole dollar a hundred
  const digits = minorDigits(String(before.currency ?? context.currency)) - minorDigits(context.currency);
  for (const name of change.amounts) patch[name] = Math.round(Number(patch[name]) * 10 ** digits);
  if (change.addTags.length > 0 || change.removeTags.length > 0) {
    const tags = (patch.tags ?? before.tags ?? []) as string[];
    const after = tagsAfter(tags, change);
    if (after.join('\n') !== tags.join('\n')) patch.tags = after.length > 0 ? after : null;
  }
  if (change.adjust) Object.assign(patch, adjusted(context, change.adjust, before));
  return patch;
}

/** Tags are the same whatever their case; those that stay keep their order and spelling. */
function tagsAfter(tags: readonly string[], { addTags, removeTags }: RecordChange): string[] {
  const folded = (list: readonly string[]) => new Set(list.map((tag) => tag.toLowerCase()));
  const removed = folded(removeTags);
  const kept = tags.filter((tag) => !removed.has(tag.toLowerCase()));
  const known = folded(kept);
  return [...kept, ...addTags.filter((tag) => !known.has(tag.toLowerCase()))];
}

/** Field by field what the change does, for an approval. */
export async function changeInWords(
  context: ToolContext,
  entity: Entity,
  change: RecordChange,
): Promise<Array<{ label: string; to: string }>> {
  return [
    ...(await describeChanges(context, entity, change.values)),
    ...(change.addTags.length > 0 ? [{ label: 'Tags', to: `${listed(change.addTags)} added` }] : []),
    ...(change.removeTags.length > 0 ? [{ label: 'Tags', to: `${listed(change.removeTags)} removed` }] : []),
    ...(change.adjust ? [{ label: change.adjust.label, to: adjustmentInWords(context, change.adjust) }] : []),
  ];
}

/** "city is now Berlin", "added the tag vip": what was done to one record. */
export async function doneInWords(
  context: ToolContext,
  entity: Entity,
  change: RecordChange,
  after: AnyRecord,
): Promise<string[]> {
  const names = [...Object.keys(change.values), ...(change.adjust ? [change.adjust.field.name] : [])];
  const record = after as unknown as Values;
  const patch = Object.fromEntries(names.map((name) => [name, record[name]]));
  if (change.values.customFields) patch.customFields = change.values.customFields;
  const changes = await describeChanges(context, entity, { ...patch, currency: record.currency });
  const said = changes
    .filter(({ label }) => label !== 'Currency' || 'currency' in change.values)
    .map(({ label, to }) => `${label.toLowerCase()} ${/^tags$/i.test(label) ? 'are' : 'is'} now ${to}`);
  return [...said, ...tagsInWords('added', change.addTags), ...tagsInWords('removed', change.removeTags)];
}

function tagsInWords(done: string, tags: readonly string[]): string[] {
  return tags.length > 0 ? [`${done} the ${tags.length > 1 ? 'tags' : 'tag'} ${listed(tags)}`] : [];
}

/** Why a change of one record changed nothing. */
export function nothingInWords({ values, addTags, removeTags, adjust }: RecordChange): string {
  if (Object.keys(values).length > 0 || addTags.length > 0) return 'already has that';
  if (adjust) return `has no ${adjust.label.toLowerCase()} to change`;
  return `does not have the ${removeTags.length > 1 ? 'tags' : 'tag'} ${listed(removeTags)}`;
}
