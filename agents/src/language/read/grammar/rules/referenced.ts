import type { NameMatch } from '../../../language-context.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { sensesAt } from '../../../recognise/unit.ts';
import { add, linkTo, type Rule } from '../selection.ts';
import { linkedKinds } from './roles.ts';

const LEAD = 'with|against|in|from|by|of|for|on|through|where|involving|around|versus|vs';
const BEHIND = 'as a|as|is a|is the|is our|involved|in them|in it|in there|is in|is involved';

/** "deals with Pipeworks", "where Pipeworks is a competitor": a record of any other kind that such records refer to. */
export const referenced: Rule = (reader, at) => {
  const { clause, selection } = reader;
  const { units } = clause;
  const from = at + phraseAt(units, at, LEAD);
  const unit = units[from];
  if (unit?.kind !== 'name' || from >= reader.to) return 0;
  const kinds = [...new Set((unit.matches ?? []).map(({ entity }) => entity))];
  const usual: ReadonlyArray<NameMatch['entity']> = [...linkedKinds(reader), selection.entity];
  const [kind, ...others] = kinds.filter((one) => !usual.includes(one));
  const match = unit.matches?.find(({ entity }) => entity === kind);
  const field = kind && linkTo(clause, selection.entity, kind);
  if (!field || !match || others.length > 0 || kinds.length > 1) return 0;
  add(reader, { field: field.name, op: field.kind === 'array' ? 'contains' : 'eq', value: match.id });
  const behind = from + 1 + phraseAt(units, from + 1, BEHIND);
  const noun = sensesAt(clause, behind, 'entity').find(({ sense }) => sense.entity === kind);
  const label = sensesAt(clause, behind, 'field').find(({ sense }) => sense.field.name === field.name);
  return behind + (noun?.length ?? label?.length ?? 0) - at;
};
