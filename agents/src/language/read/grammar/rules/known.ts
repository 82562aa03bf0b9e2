import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { KnownValue } from '../../../language-context.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { type Clause, normAt } from '../../../recognise/unit.ts';
import { add, linkTo, type Rule } from '../selection.ts';

/**
 * "lost on price", "key accounts", "healthcare CEOs": a word that no other rule reads is a value that such records have,
 * or that their companies have. What several fields have is not told apart.
 */
export const known: Rule = (reader, at) => {
  const { clause, selection, to } = reader;
  const lead = phraseAt(
    clause.units,
    at,
    'on|in|with|for|by|via|through|through the|because of|due to|over|from|from the|at the|as',
  );
  const { entity } = selection;
  const link = linkTo(clause, entity, 'company');
  const values = clause.units[at + lead]?.values ?? [];
  const own = values.filter((one) => one.entity === entity);
  const [only, ...others] = own.length > 0 ? own : link ? values.filter((one) => one.entity === 'company') : [];
  if (!only || others.length > 0 || at + lead + only.length > to) return 0;
  const condition: Condition = {
    field: only.field,
    op: only.isListed ? 'contains' : 'eq',
    value: only.value,
  };
  add(
    reader,
    only.entity === entity || !link ? condition : { field: link.name, op: 'is_set', where: [condition] },
  );
  return lead + only.length + labelAt(clause, at + lead + only.length, only);
};

/** "the hardware product", of which the field is called "product interest" as well. */
function labelAt({ units, vocabulary }: Clause, at: number, { entity, field }: KnownValue): number {
  const own = vocabulary.fields.find((one) => one.entity === entity && one.name === field);
  return own?.phrases.some((words) => words.includes(normAt(units, at))) ? 1 : 0;
}
