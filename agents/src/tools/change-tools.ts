import { bulkChange, dryRun } from '@clianta/crm-core/entity/bulk';
import { type AnyRecord, type Entity, talkOf, titleOf } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type Proposal, type Tool, type ToolContext, type ToolResult } from '../tool.ts';
import { bulkOptions, bulkResult, nothingFound } from './bulk-result.ts';
import { oneOrMany, updateShape } from './change-inputs.ts';
import { chosen, matchingIds } from './chosen-records.ts';
import { consequencesInWords, wentAlong } from './consequences.ts';
import { focusOf, undoable } from './focus.ts';
import { capitalize, counted, listed } from './format.ts';
import { changedFields, recordCard, sampleOf } from './present.ts';
import { changeTitle } from './proposal-title.ts';
import {
  changeInWords,
  doneInWords,
  isSameForAll,
  nothingInWords,
  patchFor,
  type RecordChange,
  readChange,
} from './record-change.ts';
import { stillTrue } from './still-true.ts';
import { nameForMany } from './tool-names.ts';

/** A change that has a name of its own, such as completing a task. */
export interface NamedChange {
  /** In lower case, as a tool's name begins: `complete`. */
  verb: string;
  done: string;
  does: string;
  set: Record<string, unknown>;
}

/**
 * Sets fields on one record, or on all that match a filter; more than one are proposed first, however few: a filter can
 * be read otherwise than it was meant.
 *
 * @param named - a change that sets the same every time; the tool is called after it
 */
export function updateTool(entity: Entity, description?: string, named?: NamedChange): Tool {
  const { key } = talkOf(entity);
  const done = named?.done ?? 'Updated';
  return defineTool({
    name: nameForMany(named?.verb ?? 'update', entity),
    does: `${named?.does ?? 'Changing'} ${entity.label.many}`,
    description:
      description ??
      `Changes fields of one ${entity.label.one}, or of all that match a filter (more than one need approval).`,
    operation: named ? 'transition' : 'update',
    entity: entity.name,
    input: z.strictObject(named ? oneOrMany(entity) : updateShape(entity)),
    effect: 'ask',
    async propose(args, context): Promise<Proposal | undefined> {
      const { filter, one } = await chosen(context, entity, key, args);
      if (one && !context.mustPropose) return undefined;
      const service = context.crm.records(entity);
      const { count, sample } = await dryRun(service, context.scope, filter);
      if (count === 0 || (count === 1 && !context.mustPropose)) return undefined;
      const change = await readChange(context, entity, args, named?.set);
      const changes = await changeInWords(context, entity, change);
      const what = counted(count, entity.label);
      return {
        title: named ? `${capitalize(named.verb)} ${what}` : changeTitle(entity, what, change, changes),
        preview: { count, sample: await sampleOf(context, entity, sample), changes },
        recordIds: await matchingIds(context, entity, filter),
      };
    },
    async run(args, context): Promise<ToolResult> {
      const { filter, one, leftOut } = await toChange(context, entity, key, args);
      const change = await readChange(context, entity, args, named?.set);
      if (one) return updateOne(context, entity, one, change, done);
      const result = await bulkChange(
        context.crm.records(entity),
        context.scope,
        filter,
        isSameForAll(change)
          ? { kind: 'update', patch: change.values as never }
          : { kind: 'updateEach', patchOf: (record) => patchFor(context, change, record) as never },
        bulkOptions(context, entity, done),
      );
      return bulkResult(context, entity, result, 'updated', done, leftOut);
    },
  });
}

export interface ToChange {
  filter: Filter;
  ids: readonly string[];
  one?: AnyRecord;
  leftOut: string;
}

/** The records of a call; once it was approved, those of the ones that were shown of which it still holds. */
export async function toChange(
  context: ToolContext,
  entity: Entity,
  key: string,
  args: Record<string, unknown>,
): Promise<ToChange> {
  if (!context.approvedIds) return { ...(await chosen(context, entity, key, args)), ids: [], leftOut: '' };
  // a name may mean another record by now: the one that was shown counts
  const isNamed = typeof args[key] === 'string' && args[key] !== '';
  const condition = isNamed ? undefined : (await chosen(context, entity, key, args)).filter;
  const { ids, leftOut } = await stillTrue(context, entity, condition);
  const filter: Filter = { where: [{ field: 'id', op: 'in', value: ids }] };
  const [only] = ids;
  const one =
    isNamed && only
      ? await context.crm.records(entity).get(context.scope, only, { withDeleted: true })
      : undefined;
  return { filter, ids, leftOut, ...(one && { one }) };
}

async function updateOne(
  context: ToolContext,
  entity: Entity,
  one: AnyRecord,
  change: RecordChange,
  done: string,
): Promise<ToolResult> {
  const patch = patchFor(context, change, one);
  const isEmpty = Object.keys(patch).length === 0;
  const after = isEmpty
    ? one
    : await context.crm
        .records(entity)
        .update(context.scope, one.id, patch as never, isSameForAll(change) ? {} : { version: one.version });
  if (after.version === one.version && !(await isDoneBefore(context, entity, one))) {
    return {
      text: `Nothing to change: **${titleOf(entity, one)}** ${nothingInWords(change)}.`,
      focus: [focusOf(entity, one)],
      isAnswer: true,
    };
  }
  return {
    text: `${done} **${titleOf(entity, after)}**: ${listed(await doneInWords(context, entity, change, after))}.`,
    cards: [
      await recordCard(context, entity, after, {
        badge: done,
        changed: changedFields(patch),
        ...undoable(context),
      }),
    ],
    changes: [{ entity: entity.name, id: one.id, change: 'updated' }],
    focus: [focusOf(entity, after)],
    isAnswer: true,
  };
}

/** Whether this very call changed the record in a process that died before it could answer. */
async function isDoneBefore({ crm, scope }: ToolContext, entity: Entity, one: AnyRecord): Promise<boolean> {
  if (!scope.operation) return false;
  const written = await crm.records(entity).writtenBy(scope, `${scope.operation.id}.`);
  return [...written.values()].includes(one.id);
}

/** Moves one record, or all that match a filter, to the trash; always proposed first. */
export function deleteTool(entity: Entity, description?: string): Tool {
  const { key } = talkOf(entity);
  const moves = description ?? `Moves one ${entity.label.one}, or all that match a filter, to the trash.`;
  return defineTool({
    name: nameForMany('delete', entity),
    does: `Deleting ${entity.label.many}`,
    description: `${moves} Always asks for approval first.`,
    operation: 'delete',
    entity: entity.name,
    input: z.strictObject(oneOrMany(entity)),
    effect: 'ask',
    async propose(args, context): Promise<Proposal | undefined> {
      const { filter } = await chosen(context, entity, key, args);
      const { count, sample } = await dryRun(context.crm.records(entity), context.scope, filter);
      if (count === 0) return undefined;
      const only = count === 1 ? sample[0]?.title : undefined;
      const what = counted(count, entity.label);
      const recordIds = await matchingIds(context, entity, filter);
      const changes = await consequencesInWords(context, entity, recordIds, only ?? what);
      return {
        title: only ? `Delete the ${entity.label.one} ${only}` : `Delete ${what}`,
        preview: { count, sample: await sampleOf(context, entity, sample), changes },
        recordIds,
      };
    },
    async run(args, context): Promise<ToolResult> {
      if (!context.approvedIds) {
        const { filter } = await chosen(context, entity, key, args);
        const count = await context.crm.records(entity).count(context.scope, filter);
        if (count === 0) return nothingFound(entity);
        throw new InvalidError('Deleting needs an approval.');
      }
      const { filter, ids, leftOut } = await toChange(context, entity, key, args);
      const options = bulkOptions(context, entity, 'Deleted');
      const service = context.crm.records(entity);
      const consequences = await service.consequences(context.scope, ids);
      const result = await bulkChange(service, context.scope, filter, { kind: 'delete' }, options);
      const told = await bulkResult(context, entity, result, 'deleted', 'Deleted', leftOut);
      const along = await wentAlong(context, consequences, result.changed.length);
      return along ? { ...told, text: `${told.text} ${along}` } : told;
    },
  });
}
