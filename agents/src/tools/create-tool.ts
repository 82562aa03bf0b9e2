import { type AnyRecord, type Entity, talkOf, titleOf } from '@clianta/crm-core/entity/define-entity';
import { ConflictError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type Tool, type ToolContext, type ToolResult } from '../tool.ts';
import { createShape, toolFieldName } from './fields.ts';
import { focusOf, undoable } from './focus.ts';
import { recordCard } from './present.ts';
import { aOne, nameForOne } from './tool-names.ts';
import { storedValues } from './translate.ts';

/** Adds a record; whoever asks looks after it unless somebody else is named. */
export function createTool(entity: Entity, description?: string): Tool {
  const { owner } = talkOf(entity);
  const ownerField = entity.fields.find((field) => field.name === owner);
  const byDefault = ownerField ? { [toolFieldName(ownerField)]: 'me' } : {};
  return defineTool({
    name: nameForOne('create', entity),
    does: `Adding ${aOne(entity)}`,
    description: description ?? `Adds ${aOne(entity)} with what is known of it.`,
    operation: 'create',
    entity: entity.name,
    input: z.strictObject(createShape(entity)),
    effect: 'write',
    async run(args, context): Promise<ToolResult> {
      const service = context.crm.records(entity);
      const values = await storedValues(context, entity, { ...byDefault, ...args });
      try {
        const record = await service.create(context.scope, values as never);
        const text = `Created the ${entity.label.one} **${titleOf(entity, record)}**.`;
        return await createdResult(context, entity, record, text);
      } catch (error) {
        if (!(error instanceof ConflictError) || !error.existingId) throw error;
        return alreadyThere(context, entity, await service.get(context.scope, error.existingId));
      }
    },
  });
}

/** Result of a single new record. @param also - other records that came with it */
export async function createdResult(
  context: ToolContext,
  entity: Entity,
  record: AnyRecord,
  text: string,
  also: NonNullable<ToolResult['changes']> = [],
): Promise<ToolResult> {
  return {
    text,
    cards: [await recordCard(context, entity, record, { badge: 'Created', ...undoable(context) })],
    changes: [...also, { entity: entity.name, id: record.id, change: 'created' }],
    focus: [focusOf(entity, record)],
    isAnswer: true,
    facts: { created: focusOf(entity, record) },
  };
}

/** Such a record exists: nothing was added, and what is there is shown. */
export async function alreadyThere(
  context: ToolContext,
  entity: Entity,
  record: AnyRecord,
): Promise<ToolResult> {
  return {
    text: `There is already ${aOne(entity)} **${titleOf(entity, record)}**, so I added nothing. Tell me what to change on it, if anything.`,
    cards: [await recordCard(context, entity, record, { badge: 'Already there' })],
    focus: [focusOf(entity, record)],
    isAnswer: true,
  };
}

/** True when this very turn made the record and is now being run again after a crash. */
export async function wasMadeNow(context: ToolContext, id: string): Promise<boolean> {
  const made = await context.crm.store.model('userAction').exists({
    workspaceId: context.scope.workspaceId,
    recordId: id,
    turnId: context.turnId,
    change: 'created',
  });
  return made !== null;
}
