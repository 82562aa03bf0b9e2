import { bulkChange, dryRun } from '@clianta/crm-core/entity/bulk';
import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import type { z } from 'zod';
import { defineTool, type Proposal, type Tool, type ToolContext, type ToolResult } from '../tool.ts';
import { counted, listed } from './format.ts';
import { toolInputs } from './inputs.ts';
import { changedFields, describeChanges, recordCard, sampleOf, tableCard } from './present.ts';
import { updateTitle } from './proposal-title.ts';
import { DEFAULT_LIMIT, focusOf, type RecordToolOptions } from './record-tools.ts';
import { resolveOne } from './resolve.ts';
import { hasFilter, storedFilter, storedValues, type ToolFilter } from './translate.ts';

/** Above this many records an update is proposed first (architecture, "Writes"). */
export const FREE_UPDATES = 10;

/** What a tool that takes one record or a filter is about. */
async function chosen(
  context: ToolContext,
  entity: Entity,
  key: string,
  args: Record<string, unknown>,
): Promise<{ filter: Awaited<ReturnType<typeof storedFilter>>; one?: AnyRecord }> {
  const name = args[key];
  if (typeof name === 'string' && name) {
    const one = await resolveOne(context, entity, name, key);
    return { filter: { where: [{ field: 'id', op: 'eq', value: one.id }] }, one };
  }
  const filter = args as ToolFilter;
  if (!hasFilter(filter)) {
    throw new InvalidError(
      `Say which ${entity.label.many}: a name, or what they have in common, such as “without an e-mail”.`,
    );
  }
  return { filter: await storedFilter(context, entity, filter) };
}

async function matchingIds(context: ToolContext, entity: Entity, filter: ToolFilter & { search?: string }) {
  const query = await context.crm.records(entity).query(context.scope, filter);
  const found = await context.crm.store
    .model(entity)
    .find(query(false))
    .select({ _id: 1 })
    .lean<Array<{ _id: string }>>();
  return found.map((document) => document._id);
}

function nothingFound(entity: Entity): ToolResult {
  return { text: `There are no ${entity.label.many} like that, so nothing was changed.`, isAnswer: true };
}

/** Sets fields on one record, or on all that match a filter; many are proposed first. */
export function updateTool(options: RecordToolOptions): Tool {
  const { entity, key = entity.name } = options;
  const verb = options.verb ?? { done: 'Updated', toDo: 'Update' };
  const setOf = (args: Record<string, unknown>) => options.set ?? (args.set as Record<string, unknown>);
  return defineTool({
    name: options.name,
    description: options.description,
    input: toolInputs[options.name] as z.ZodObject,
    effect: 'ask',
    async propose(args, context): Promise<Proposal | undefined> {
      const { filter, one } = await chosen(context, entity, key, args);
      if (one && !context.isTainted) return undefined;
      const service = context.crm.records(entity);
      const { count, sample } = await dryRun(service, context.scope, filter);
      if (count <= FREE_UPDATES && !context.isTainted) return undefined;
      const values = await storedValues(context, entity, setOf(args), 'set');
      const changes = await describeChanges(context, entity, values);
      const what = counted(count, entity.label);
      return {
        title: options.verb ? `${verb.toDo} ${what}` : updateTitle(entity, what, values, changes),
        preview: { count, sample: await sampleOf(context, entity, sample), changes },
        recordIds: await matchingIds(context, entity, filter),
      };
    },
    async run(args, context): Promise<ToolResult> {
      const { filter, one } = await chosen(context, entity, key, args);
      const values = await storedValues(context, entity, setOf(args), 'set');
      const service = context.crm.records(entity);
      if (one) {
        const after = await service.update(context.scope, one.id, values as never);
        const changes = await describeChanges(context, entity, values, { ...one });
        if (after.version === one.version) {
          return {
            text: `Nothing to change: **${titleOf(entity, one)}** already has that.`,
            focus: [focusOf(entity, one)],
            isAnswer: true,
          };
        }
        const said = changes.map((change) => `${change.label.toLowerCase()} is now ${change.to}`);
        return {
          text: `${verb.done} **${titleOf(entity, after)}**: ${listed(said)}.`,
          cards: [
            await recordCard(context, entity, after, {
              badge: verb.done,
              changed: changedFields(values),
              ...(context.scope.groupId && { undoGroupId: context.scope.groupId }),
            }),
          ],
          changes: [{ entity: entity.name, id: one.id, change: 'updated' }],
          focus: [focusOf(entity, after)],
          isAnswer: true,
        };
      }
      return runBulk(context, entity, filter, { kind: 'update', patch: values as never }, verb.done);
    },
  });
}

/** Moves one record, or all that match a filter, to the trash; always proposed first. */
export function deleteTool(options: RecordToolOptions): Tool {
  const { entity, key = entity.name } = options;
  return defineTool({
    name: options.name,
    description: `${options.description} Always asks for approval first.`,
    input: toolInputs[options.name] as z.ZodObject,
    effect: 'ask',
    async propose(args, context): Promise<Proposal | undefined> {
      const { filter } = await chosen(context, entity, key, args);
      const { count, sample } = await dryRun(context.crm.records(entity), context.scope, filter);
      if (count === 0) return undefined;
      const only = count === 1 ? sample[0]?.title : undefined;
      return {
        title: only ? `Delete the ${entity.label.one} ${only}` : `Delete ${counted(count, entity.label)}`,
        preview: { count, sample: await sampleOf(context, entity, sample), changes: [] },
        recordIds: await matchingIds(context, entity, filter),
      };
    },
    async run(args, context): Promise<ToolResult> {
      // a record that was approved by name may be found no more, so the approved ids decide
      const filter = context.approvedIds
        ? { where: [{ field: 'id', op: 'in' as const, value: [...context.approvedIds] }] }
        : (await chosen(context, entity, key, args)).filter;
      if (!context.approvedIds) {
        const count = await context.crm.records(entity).count(context.scope, filter);
        if (count === 0) return nothingFound(entity);
        throw new InvalidError('Deleting needs an approval.');
      }
      return runBulk(context, entity, filter, { kind: 'delete' }, 'Deleted');
    },
  });
}

async function runBulk(
  context: ToolContext,
  entity: Entity,
  filter: Awaited<ReturnType<typeof storedFilter>>,
  change: Parameters<typeof bulkChange<Entity>>[3],
  done: string,
): Promise<ToolResult> {
  const service = context.crm.records(entity);
  const result = await bulkChange(service, context.scope, filter, change, {
    ...(context.approvedIds && { ids: context.approvedIds }),
    onProgress: (n, total) => {
      if (total > 20 && n % 20 === 0) context.status(`${done} ${n} of ${total} ${entity.label.many}`);
    },
  });
  const touched = result.changed.length;
  if (touched + result.unchanged.length + result.failed.length === 0) return nothingFound(entity);
  const records = await service.getMany(context.scope, result.changed.slice(0, DEFAULT_LIMIT));
  const parts = [`${done} ${counted(touched, entity.label)}.`];
  if (result.unchanged.length > 0)
    parts.push(`${counted(result.unchanged.length, entity.label)} already had that.`);
  if (result.failed.length > 0) {
    const why = result.failed.slice(0, 5).map((failure) => `${failure.title}: ${failure.message}`);
    parts.push(`${counted(result.failed.length, entity.label)} could not be changed. ${why.join(' ')}`);
  }
  const card = await tableCard(context, entity, [...records.values()], {
    title: `${done} ${entity.label.many}`,
    count: touched,
  });
  return {
    text: parts.join(' '),
    cards: touched > 0 ? [{ ...card, undoGroupId: result.groupId }] : [],
    changes: result.changed.map((id) => ({
      entity: entity.name,
      id,
      change: change.kind === 'delete' ? ('deleted' as const) : ('updated' as const),
    })),
    focus: change.kind === 'delete' ? [] : [...records.values()].map((record) => focusOf(entity, record)),
    isAnswer: true,
  };
}
