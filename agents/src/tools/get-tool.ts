import { type AnyRecord, type Entity, talkOf, titleOf } from '@clianta/crm-core/entity/define-entity';
import { z } from 'zod';
import { defineTool, type Tool, type ToolContext, type ToolResult } from '../tool.ts';
import { fieldAnswer } from './field-answer.ts';
import { oneShape } from './fields.ts';
import { focusOf, nearTo } from './focus.ts';
import { recordCard } from './present.ts';
import { resolveOne } from './resolve.ts';
import { nameForOne } from './tool-names.ts';

export interface GetOptions {
  /** What else belongs to the record, in words. */
  more?(context: ToolContext, record: AnyRecord): Promise<Partial<ToolResult> & { text: string }>;
}

/** One record with its facts. */
export function getTool(entity: Entity, description?: string, { more }: GetOptions = {}): Tool {
  const { key } = talkOf(entity);
  return defineTool({
    name: nameForOne('get', entity),
    does: `Looking at the ${entity.label.one}`,
    description: description ?? `Shows one ${entity.label.one} with all its fields.`,
    operation: 'read',
    entity: entity.name,
    input: z.strictObject(oneShape(entity)),
    effect: 'read',
    decides: (args) => ((args as { equals?: string }).equals === undefined ? undefined : 'answer'),
    async run(args, context): Promise<ToolResult> {
      const given = args as Record<string, unknown> & { fields?: string[]; equals?: string };
      const record = await resolveOne(context, entity, String(given[key]), key);
      const { fields = [], equals } = given;
      const answer = fields.length > 0 && (await fieldAnswer(context, entity, record, fields, equals));
      const besides: Partial<ToolResult> | undefined = answer || (await more?.(context, record));
      const card = await recordCard(context, entity, record);
      return {
        ...besides,
        text: besides?.text ?? `Here is **${titleOf(entity, record)}**.`,
        cards: [card, ...(besides?.cards ?? [])],
        focus: [
          focusOf(entity, record),
          ...(await nearTo(context, entity, record)),
          ...(besides?.focus ?? []),
        ],
        isAnswer: true,
      };
    },
  });
}
