import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import type { z } from 'zod';
import { defineTool, type Tool, type ToolContext, type ToolResult } from '../tool.ts';
import { fieldAnswer } from './field-answer.ts';
import { toolFields } from './fields.ts';
import { toolInputs } from './inputs.ts';
import { recordCard } from './present.ts';
import { resolveOne } from './resolve.ts';

/** Rows of a table that nobody gave a number for. */
export const DEFAULT_LIMIT = 20;

export interface RecordToolOptions {
  entity: Entity;
  name: keyof typeof toolInputs;
  description: string;
  /** The argument that names one record: `contact`. */
  key?: string;
  /** Totalled under the table without being asked. */
  defaultSum?: string;
  defaultSort?: string;
  /** The one field set by a tool such as `complete_tasks`. */
  set?: Record<string, unknown>;
  verb?: { done: string; toDo: string };
}

export function focusOf(entity: Entity, record: AnyRecord) {
  return { entity: entity.name, id: record.id, title: titleOf(entity, record) };
}

/** One record with its facts; what else belongs to it comes from `more`. */
export function getTool(
  options: RecordToolOptions & {
    more?(context: ToolContext, record: AnyRecord): Promise<Partial<ToolResult> & { text: string }>;
  },
): Tool {
  const { entity, key = entity.name } = options;
  return defineTool({
    name: options.name,
    description: options.description,
    input: toolInputs[options.name] as z.ZodObject,
    effect: 'read',
    async run(args, context): Promise<ToolResult> {
      const given = args as Record<string, unknown> & { fields?: string[] };
      const record = await resolveOne(context, entity, String(given[key]), key);
      const answer = given.fields?.length && (await fieldAnswer(context, entity, record, given.fields));
      const more: (Partial<ToolResult> & { text: string }) | undefined = answer
        ? { text: answer }
        : await options.more?.(context, record);
      const card = await recordCard(context, entity, record);
      return {
        ...more,
        text: more?.text ?? `Here is ${titleOf(entity, record)}.`,
        cards: [card, ...(more?.cards ?? [])],
        focus: [focusOf(entity, record), ...(more?.focus ?? [])],
        isAnswer: true,
      };
    },
  });
}

/** Result of a single new record. */
export async function createdResult(
  context: ToolContext,
  entity: Entity,
  record: AnyRecord,
  text: string,
  also: ToolResult['changes'] = [],
): Promise<ToolResult> {
  return {
    text,
    cards: [
      await recordCard(context, entity, record, {
        badge: 'Created',
        ...(context.scope.groupId && { undoGroupId: context.scope.groupId }),
      }),
    ],
    changes: [...(also ?? []), { entity: entity.name, id: record.id, change: 'created' }],
    focus: [focusOf(entity, record)],
    isAnswer: true,
    facts: { created: focusOf(entity, record) },
  };
}

/** Fields that people can ask about, for help texts. */
export function fieldLabels(entity: Entity): string[] {
  return toolFields(entity).map((field) => field.label ?? field.name);
}
