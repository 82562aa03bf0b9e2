import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { ConflictError, InvalidError } from '@clianta/crm-core/errors';
import type { Merge } from '@clianta/crm-core/intelligence/hygiene/merge-records';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import { changedFields, recordCard } from '../../tools/present.ts';
import { listShown, tableCard } from '../../tools/table-card.ts';
import { keepApart } from './keep-apart.ts';
import { AUDITED, KEPT, mergeShape, type PairArgs } from './merge-kinds.ts';
import { mergeChanges, movesInWords, told } from './merge-words.ts';
import { groupsOf, openPairs } from './open-pairs.ts';
import { kindMeant } from './pair-meant.ts';
import { isNamed, type MergeArgs, mergeOf, plannedMerges } from './planned-merges.ts';
import { mergePreview, nothingToMerge } from './preview-merge.tool.ts';

const SAMPLE = 5;

export const mergeRecordsTool = defineTool({
  name: 'merge_records',
  does: 'Merging duplicates',
  operation: 'other',
  description:
    'Makes one contact or company of two that are the same, or of all suspected duplicates; always proposed first. What refers to the others moves over; it can be undone as one. Or keeps two apart that are different: they are never suggested again.',
  input: z.strictObject({
    ...mergeShape,
    keep: z
      .enum([...KEPT, 'apart'])
      .optional()
      .describe(
        'Which one stays; default the fuller one. "second": the other one. "apart": they are different',
      ),
    all: z.boolean().optional().describe('All suspected duplicates of the kind'),
  }),
  effect: 'ask',
  async propose({ keep, ...given }, context): Promise<Proposal | undefined> {
    if (keep === 'apart') return undefined;
    const args = { ...given, keep } as MergeArgs;
    const { entity, merges, leftOut } = await plannedMerges(context, args);
    if (merges.length === 0) return undefined;
    const records = merges.flatMap(({ survivor, others }) => [survivor, ...others]);
    const [first] = merges;
    const what = counted(records.length, entity.label);
    const changes = await mergeChanges(context, entity, merges);
    return {
      title:
        merges.length === 1 && first
          ? `Merge ${what} into ${titleOf(entity, first.survivor)}`
          : `Merge ${what} into ${merges.length}`,
      preview: {
        count: records.length,
        sample: await Promise.all(merges.slice(0, SAMPLE).map((merge) => inSample(context, entity, merge))),
        changes: [...changes, ...leftOut.map((to) => ({ label: 'Left out', to: to.replaceAll('**', '') }))],
      },
      recordIds: records.map(({ id }) => id),
      recordVersions: records.map(({ version }) => version),
    };
  },
  async run({ keep, ...given }, context): Promise<ToolResult> {
    if (keep === 'apart') return keepApart(given as PairArgs, context);
    const args = { ...given, keep } as MergeArgs;
    if (!context.approvedIds) {
      const { entity, merges, leftOut } = await plannedMerges(context, args);
      if (merges.length > 0) throw new InvalidError('A merge needs an approval.');
      return nothingToMerge(entity, leftOut);
    }
    const { entity, groups, done } = await approvedGroups(context, args);
    const merged: Merge[] = [];
    const left: string[] = [];
    for (const [at, records] of groups.entries()) {
      const survivor = groups.length === 1 ? { keep: 'first' as const } : {};
      try {
        merged.push(
          await mergeOf(
            context,
            { entity, records },
            { ...args, ...survivor },
            false,
            context.approvedVersions,
          ),
        );
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        if (groups.length === 1) return shownAnew(context, entity, records, args, error.message);
        left.push(`**${titleOf(entity, records[0] as AnyRecord)}** (${error.message})`);
      }
      if (groups.length > SAMPLE) context.status(`Merged ${at + 1} of ${groups.length}`);
    }
    return mergedResult(context, entity, merged, left, done);
  },
});

async function inSample(context: ToolContext, entity: Entity, { survivor, others }: Merge) {
  const [stays = '', ...go] = await told(context, entity, [survivor, ...others]);
  return { title: stays.replaceAll('**', ''), detail: `with ${listed(go).replaceAll('**', '')}` };
}

/** The groups that were shown, as they still are, and how many a run that was broken off has done of them. */
async function approvedGroups(
  context: ToolContext,
  args: MergeArgs,
): Promise<{ entity: Entity; groups: AnyRecord[][]; done: number }> {
  const { crm, scope, approvedIds = [] } = context;
  const entity = await kindOfIds(context, args);
  const found = await crm.records(entity).getMany(scope, approvedIds);
  const shown = approvedIds.flatMap((id) => found.get(id) ?? []);
  const isOwn = new Set(approvedIds);
  const gone = shown.filter(
    ({ isDeleted, mergedIntoId }) => isDeleted && mergedIntoId && isOwn.has(mergedIntoId),
  );
  if (!isOfMany(args, shown)) return { entity, groups: gone.length > 0 ? [] : [shown], done: gone.length };
  const pairs = (await openPairs(context, entity)).filter(({ a, b }) => isOwn.has(a.id) && isOwn.has(b.id));
  const { groups } = await groupsOf(context, entity, pairs);
  return { entity, groups, done: gone.length };
}

const isOfMany = (args: MergeArgs, shown: readonly AnyRecord[]): boolean =>
  shown.length > 2 && !isNamed(args);

/** The kind of what was approved: as it was said, else as the records are. */
async function kindOfIds({ crm, scope, approvedIds = [] }: ToolContext, args: MergeArgs): Promise<Entity> {
  const said = kindMeant(args);
  if (said) return said;
  for (const entity of [AUDITED.contacts, AUDITED.companies])
    if (entity && (await crm.records(entity).getMany(scope, approvedIds.slice(0, 1))).size > 0) return entity;
  return AUDITED.contacts as Entity;
}

/** What was shown does not hold any more: the same as it is now. */
async function shownAnew(
  context: ToolContext,
  entity: Entity,
  records: readonly AnyRecord[],
  args: MergeArgs,
  why: string,
): Promise<ToolResult> {
  const merge = await mergeOf(context, { entity, records: [...records] }, { ...args, keep: 'first' }, true);
  const result = await mergePreview(
    context,
    entity,
    merge,
    args,
    `I merged nothing: ${why} This is how it would be now: `,
  );
  return { ...result, outcome: 'failed' };
}

async function mergedResult(
  context: ToolContext,
  entity: Entity,
  merged: readonly Merge[],
  left: readonly string[],
  done: number,
): Promise<ToolResult> {
  const records = await context.crm.records(entity).getMany(
    context.scope,
    merged.map(({ survivor }) => survivor.id),
  );
  const survivors = [...records.values()];
  const gone = merged.flatMap(({ others }) => others);
  const names = survivors.slice(0, SAMPLE).map((record) => `**${titleOf(entity, record)}**`);
  const more = survivors.length - names.length;
  const into = more > 0 ? `${listed(names)} and ${more} more` : listed(names);
  const moves = movesInWords(merged, 'moved');
  const parts =
    merged.length > 0 ? [`Merged ${counted(merged.length + gone.length, entity.label)} into ${into}.`] : [];
  if (moves) parts.push(`${moves}.`);
  if (merged.some(({ isPending }) => isPending))
    parts.push('There is much to move: it goes on for a few minutes, and nothing is lost meanwhile.');
  if (done > 0) parts.push(`${counted(done, entity.label)} had been merged before.`);
  if (left.length > 0) parts.push(`I left out ${listed([...left])}.`);
  const [only] = merged;
  const card =
    merged.length === 1 && only
      ? await recordCard(context, entity, survivors[0] ?? only.survivor, {
          badge: 'Merged',
          changed: changedFields(only.patch),
          ...undoable(context),
        })
      : {
          ...(await tableCard(context, entity, survivors, {
            title: `Merged ${entity.label.many}`,
            count: survivors.length,
          })),
          ...undoable(context),
        };
  return {
    text: parts.join(' ') || 'Nothing was merged.',
    cards: merged.length > 0 ? [card] : [],
    outcome: left.length === 0 ? 'done' : merged.length > 0 ? 'partly' : 'failed',
    changes: [
      ...survivors.map(({ id }) => ({ entity: entity.name, id, change: 'updated' as const })),
      ...gone.map(({ id }) => ({ entity: entity.name, id, change: 'deleted' as const })),
    ],
    focus: survivors.slice(0, 12).map((record) => focusOf(entity, record)),
    ...(survivors.length > 1 && { lastList: listShown(entity, survivors) }),
    suggestions: ['Undo that'],
    isAnswer: true,
  };
}
