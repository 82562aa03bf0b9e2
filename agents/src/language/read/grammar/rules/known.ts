import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { KnownValue } from '../../../language-context.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { type Clause, normAt } from '../../../recognise/unit.ts';
import { add, linkTo, type Reader, type Rule } from '../selection.ts';

const LEAD = 'on|in|with|for|by|via|through|through the|because of|due to|over|from|from the|at the|as';

/** "key accounts", "Swiss companies", "healthcare CEOs": a value that such records have, or that their companies have. */
export const known: Rule = (reader, at) => valueAt(reader, at);

/** "lost on price", "came in through the webinar": the same behind a preposition that no other rule reads. */
export const knownBehind: Rule = (reader, at) => {
  const lead = phraseAt(reader.clause.units, at, LEAD);
  const length = lead > 0 ? valueAt(reader, at + lead) : 0;
  return length > 0 ? lead + length : 0;
};

/** What several fields have is not told apart. */
function valueAt(reader: Reader, at: number): number {
  const { clause, selection, to } = reader;
  const { entity } = selection;
  const link = linkTo(clause, entity, 'company');
  const values = clause.units[at]?.values ?? [];
  const own = values.filter((one) => one.entity === entity);
  const [only, ...others] =
    own.length > 0 ? own : link ? values.filter((one) => one.entity === link.ref) : [];
  if (!only || others.length > 0 || at + only.length > to) return 0;
  const condition: Condition = {
    field: only.field,
    op: only.isListed ? 'contains' : 'eq',
    value: only.value,
  };
  add(
    reader,
    only.entity === entity || !link ? condition : { field: link.name, op: 'is_set', where: [condition] },
  );
  return only.length + labelAt(clause, at + only.length, only);
}

/** "the hardware product", of which the field is called "product interest" as well. */
function labelAt({ units, vocabulary }: Clause, at: number, { entity, field }: KnownValue): number {
  const own = vocabulary.fields.find((one) => one.entity === entity && one.name === field);
  return own?.phrases.some((words) => words.includes(normAt(units, at))) ? 1 : 0;
}
