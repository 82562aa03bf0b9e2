import type { EntityName } from '../../recognise/lexicon/entities.ts';
import type { FieldInfo } from '../../recognise/lexicon/fields.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, sensesAt } from '../../recognise/unit.ts';

/** "names and e-mails", "amount, owner and next step": fields one after the other. */
export function fieldListAt(
  clause: Clause,
  from: number,
  to: number,
  entity: EntityName,
): { fields: FieldInfo[]; end: number } | undefined {
  const fields: FieldInfo[] = [];
  let at = from;
  while (at < to) {
    at += phraseAt(clause.units, at, 'the|their|its|his|her|also');
    const found = sensesAt(clause, at, 'field').find(({ sense }) => sense.field.entity === entity);
    const isName = found === undefined && phraseAt(clause.units, at, 'names|name|titles|title') > 0;
    const name = isName ? nameOf(clause, entity) : undefined;
    const field = found?.sense.field ?? name;
    if (!field) break;
    fields.push(field);
    at += found?.length ?? 1;
    const joint = phraseAt(clause.units, at, 'and|,|, and|&|plus|or');
    if (joint === 0 || at + joint >= to) break;
    at += joint;
  }
  return fields.length > 0 ? { fields, end: at } : undefined;
}

const nameOf = (clause: Clause, entity: EntityName) =>
  clause.vocabulary.fields.find((field) => field.entity === entity && /^(name|title)$/.test(field.name));
