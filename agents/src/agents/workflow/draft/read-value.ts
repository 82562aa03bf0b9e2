import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { fold } from '@clianta/crm-core/entity/search-text';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import type { ToolContext } from '../../../tool.ts';

/** A value that a field may have. */
export interface SaidValue {
  field: Field;
  value: string;
}

const plain = (text: string) => fold(text).replace(/[_-]+/g, ' ').replace(/\s+/g, ' ').trim();

/** What a word means as the value of a field with few values: an option, or a stage. */
export async function valuesCalled(context: ToolContext, entity: Entity, said: string): Promise<SaidValue[]> {
  const wanted = plain(
    said
      .replace(/^(?:an?|the|as|to|in|into)\s+/i, '')
      .replace(/\s+(?:stage|grade|status|phase)$/i, '')
      .replace(/^(?:stage|grade|status|phase|lead grade)\s+/i, ''),
  );
  if (!wanted) return [];
  const isSame = (one: string) => plain(one) === wanted || `${plain(one)}s` === wanted;
  const options = entity.fields.flatMap((field) =>
    field.hidden || field.isAside
      ? []
      : (field.options ?? []).filter(isSame).map((value) => ({ field, value })),
  );
  const { pipelines } = await context.crm.facts(context.scope.workspaceId);
  const stages = entity.fields
    .filter(({ part }) => part)
    .flatMap((field) =>
      pipelines.flatMap(({ stages: all }) =>
        all.filter(({ name }) => isSame(name)).map(({ id }) => ({ field, value: id })),
      ),
    );
  // "won" is a status and the stage of that kind: the status says it for every pipeline
  return options.length > 0 ? options : stages;
}

/** The field of that name: by its label, or another word for it. */
export function fieldCalled(entity: Entity, said: string): Field | undefined {
  const wanted = plain(said.replace(/^(?:the|its|their|his|her)\s+/i, '').replace(/\s+field$/i, ''));
  const isCalled = ({ label = '', aliases = [], name }: Field) =>
    [label, name, ...aliases].some((one) => plain(one) === wanted);
  return entity.fields.find((field) => !field.hidden && isCalled(field));
}
