import type { Catalogue } from '@clianta/agents/catalogue';
import type { ToolContext } from '@clianta/agents/tool';
import { namedFields, show, titlesFor } from '@clianta/agents/tools/present';
import { type AnyRecord, type SpokenEntity, titleOf } from '@clianta/crm-core/entity/define-entity';

export interface FoundRecord {
  entity: string;
  /** What one is called: "contact". */
  kind: string;
  id: string;
  title: string;
  /** What tells it from others: of whom, and where. */
  subtitle?: string;
}

/** Records as they are offered to choose from: by their name, and what is said under it. */
export async function foundRecords(
  context: ToolContext,
  entity: SpokenEntity,
  records: readonly AnyRecord[],
): Promise<FoundRecord[]> {
  const values = records as unknown as Array<Record<string, unknown>>;
  const titles = await titlesFor(context, entity, values);
  return records.map((record, at) => {
    const subtitle = namedFields(entity, entity.talk.subtitle)
      .map((field) => show(field, values[at] ?? {}, titles, context))
      .filter(Boolean)
      .join(', ');
    const title = titleOf(entity, record);
    return {
      entity: entity.name,
      kind: entity.label.one,
      id: record.id,
      title,
      ...(subtitle && { subtitle }),
    };
  });
}

/** The kinds of records that have names people would look for. */
export const namedKinds = (catalogue: Catalogue): SpokenEntity[] =>
  catalogue.spoken.filter(({ talk }) => talk.isNamed !== false);
