import { type Entity, talkOf, titleOf } from '@clianta/crm-core/entity/define-entity';
import { isId } from '@clianta/crm-core/entity/ids';
import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type Tool, type ToolContext, type ToolResult } from '../tool.ts';
import { AskBack } from './ask-back.ts';
import { oneOf } from './fields.ts';
import { focusOf, undoable } from './focus.ts';
import { recordCard, sampleOf } from './present.ts';
import { nameForOne } from './tool-names.ts';

/** Most records of the trash that a question back offers. */
const MAX_OPTIONS = 6;

/** Takes one record out of the trash. */
export function restoreTool(entity: Entity, description?: string): Tool {
  const { key } = talkOf(entity);
  return defineTool({
    name: nameForOne('restore', entity),
    does: `Restoring the ${entity.label.one}`,
    description: description ?? `Takes one ${entity.label.one} out of the trash again.`,
    operation: 'restore',
    entity: entity.name,
    input: z.strictObject({ [key]: oneOf(entity) }),
    effect: 'write',
    async run(args, context): Promise<ToolResult> {
      const id = await inTrash(context, entity, String((args as Record<string, unknown>)[key]), key);
      const record = await context.crm.records(entity).restore(context.scope, id);
      return {
        text: `Restored the ${entity.label.one} **${titleOf(entity, record)}**.`,
        cards: [await recordCard(context, entity, record, { badge: 'Restored', ...undoable(context) })],
        changes: [{ entity: entity.name, id, change: 'restored' }],
        focus: [focusOf(entity, record)],
        isAnswer: true,
      };
    },
  });
}

/** @throws AskBack when several deleted records are called so, InvalidError when none is */
async function inTrash(
  context: ToolContext,
  entity: Entity,
  name: string,
  argument: string,
): Promise<string> {
  const byId = isId(name) ? { where: [{ field: 'id', op: 'eq' as const, value: name }] } : { search: name };
  const { records } = await context.crm
    .records(entity)
    .find(context.scope, { ...byId, deleted: 'only', limit: MAX_OPTIONS, sort: '-updatedAt' });
  const exact = records.filter((record) => fold(titleOf(entity, record)) === fold(name));
  const found = exact.length > 0 ? exact : records;
  const [first] = found;
  if (!first) throw new InvalidError(`There is no ${entity.label.one} called “${name}” in the trash.`);
  if (found.length === 1) return first.id;
  const sample = await sampleOf(
    context,
    entity,
    found.map((record) => ({ id: record.id, title: titleOf(entity, record) })),
  );
  throw new AskBack({
    text: `Which ${entity.label.one} do you mean by “${name}”?`,
    options: sample.map(({ title, detail }, at) => ({
      label: title,
      ...(detail && { detail }),
      value: String(found[at]?.id),
    })),
    argument,
  });
}
