import type { NameMatch } from '../../../language-context.ts';
import { isCountry } from '../../../recognise/lexicon/countries.ts';
import { type EntityName, entityNames, kindNumbered, kindOf } from '../../../recognise/lexicon/entities.ts';
import { isIndustry } from '../../../recognise/lexicon/industries.ts';
import { isSource } from '../../../recognise/lexicon/sources.ts';
import { likeliestKind, nameValue, scoreAs, userValue } from '../../../recognise/names/name-value.ts';
import { pronounKind, referent } from '../../../recognise/names/references.ts';
import { normAt, sensesAt, type Unit } from '../../../recognise/unit.ts';
import { add, linkTo, type Reader, type Rule } from '../selection.ts';

const AT = new Set([
  'at',
  'from',
  'of',
  'with',
  'for',
  'in',
  'by',
  'about',
  'to',
  'on',
  'regarding',
  'around',
  'concerning',
  'within',
  'behind',
]);

/** The kinds of record that a record of this entity can belong to. */
export function linkedKinds(reader: Reader): NameMatch['entity'][] {
  const kinds: NameMatch['entity'][] = ['company', 'contact', 'opportunity', 'user'];
  return kinds.filter(
    (kind) =>
      linkTo(reader.clause, reader.selection.entity, kind) &&
      !(kind === 'company' && reader.selection.entity === 'company'),
  );
}

/** "at Northwind", "Akira's", "Northwind deals", "for Jane", "her": records and people by name. */
export const named: Rule = (reader, at) => {
  const { units } = reader.clause;
  const preposition = AT.has(normAt(units, at)) ? normAt(units, at) : undefined;
  let i = preposition ? at + 1 : at;
  if (preposition && /^(the|a|an|our)$/.test(normAt(units, i))) i++;
  const pronoun = pronounRole(reader, i, preposition);
  if (pronoun > 0) return i + pronoun - at;
  if (preposition === 'in' && reader.selection.entity === 'company' && isIndustry(normAt(units, i))) return 0;
  const noun = preposition
    ? sensesAt(reader.clause, i, 'entity').find((match) => units[i + match.length]?.kind === 'name')
    : undefined;
  if (noun) i += noun.length;
  const unit = units[i];
  if (unit?.kind !== 'name' && !(unit?.kind === 'quote' && preposition) && unit?.kind !== 'email') return 0;
  const isPossessive = units[i + 1]?.kind === 'possessive';
  const end = i + 1 + (isPossessive ? 1 : 0);
  return role(reader, unit, noun?.sense.entity, preposition, isPossessive, end) ? end - at : 0;
};

function role(
  reader: Reader,
  unit: Unit,
  noun: EntityName | undefined,
  preposition: string | undefined,
  isPossessive: boolean,
  end: number,
): boolean {
  const { selection, clause } = reader;
  if (unit.place && !noun && /^(from|in|around)$/.test(preposition ?? '')) return false;
  const kinds = linkedKinds(reader);
  if (kindNumbered(unit.text) === selection.entity && !unit.matches?.length) return itself(reader, unit);
  const isOwn = scoreAs(unit, selection.entity) > 0;
  const singular = !selection.isPlural && !selection.hasAll;
  if (noun && kinds.includes(noun)) return linked(reader, noun, unit);
  const linkedKind = likeliestKind(unit, preposition === 'by' ? ['user', ...kinds] : kinds);
  const ownScore = scoreAs(unit, selection.entity);
  const linkedScore = linkedKind ? scoreAs(unit, linkedKind) : 0;
  const isDeal =
    selection.entity === 'opportunity' && singular && (selection.hasNoun || isOwn) && linkedKind !== 'user';
  if (
    !isPossessive &&
    isOwn &&
    (ownScore > linkedScore || (!preposition && singular && selection.entity !== 'task'))
  )
    return itself(reader, unit);
  // "a deal with Contoso" may have any title, "the Contoso deal" is called so
  const isLink = preposition !== undefined && !selection.hasDefinite && linkedScore >= ownScore;
  if (isDeal && linkedKind !== 'contact' && !isLink) return itself(reader, unit);
  if (linkedKind) return linked(reader, linkedKind, unit);
  if (isOwn) return itself(reader, unit);
  if (selection.entity === 'company' && scoreAs(unit, 'user') > 0) return linked(reader, 'user', unit);
  if ((unit.matches ?? []).length > 0) return false;
  // a name that nobody knows: the place tells what it would be
  if (isCountry(unit.norm)) return false;
  if (isSource(unit.norm) && linkable(reader, 'source')) return false;
  if (preposition && /^(in|by|to|on|about)$/.test(preposition)) return false;
  if (isDeal && !isPossessive && !isLink) return itself(reader, unit);
  if (kinds.includes('company') && (preposition || isPossessive || end < reader.to || selection.isPlural))
    return linked(reader, 'company', unit);
  return !clause.message || preposition ? false : itself(reader, unit);
}

function linkable(reader: Reader, name: string): boolean {
  return reader.clause.vocabulary.fields.some(
    (field) => field.entity === reader.selection.entity && field.name === name,
  );
}

function linked(reader: Reader, kind: NameMatch['entity'], unit: Unit): boolean {
  const { clause, context, selection } = reader;
  const field =
    kind === 'user' ? kindOf(selection.entity).owner : linkTo(clause, selection.entity, kind)?.name;
  if (!field) return false;
  const near = reader.introduced.find(
    (item) => item.entity === kind && item.name.toLowerCase().startsWith(unit.norm),
  );
  if (near && !near.id) selection.needsPrevious = true;
  const value = kind === 'user' ? (userValue(unit) ?? unit.text) : nameValue(unit, [kind], context);
  const same = selection.where.find((one) => one.field === field && one.op === 'eq');
  if (same && !reader.isNegated) {
    same.op = 'in';
    same.value = [same.value, value];
  } else add(reader, { field, op: 'eq', value });
  return true;
}

function itself(reader: Reader, unit: Unit): boolean {
  const { selection, context } = reader;
  if (selection.record) return false;
  const text = unit.kind === 'quote' ? unit.text.slice(1, -1) : unit.text;
  const near = reader.introduced.find(
    (item) => item.entity === selection.entity && item.name.toLowerCase().includes(unit.norm),
  );
  selection.record = {
    value: near ? (near.id ?? near.name) : nameValue(unit, [selection.entity], context),
    title: text,
    entity: selection.entity,
    isFromPrevious: near !== undefined && near.id === undefined,
  };
  return true;
}

/** "her", "its deals", "for them", "the company": something the conversation is about. */
function pronounRole(reader: Reader, at: number, preposition: string | undefined): number {
  const { selection, clause, context, introduced } = reader;
  const word = normAt(clause.units, at);
  const kind = pronounKind(word);
  if (!kind) return 0;
  const isLone = preposition !== undefined || /^(her|his|its|their|him|them|it)$/.test(word);
  if (!isLone) return 0;
  if (kind === 'many' && !preposition && word !== 'their') return 0;
  const kinds = linkedKinds(reader).filter((one): one is EntityName =>
    entityNames.some((name) => name === one),
  );
  const found = referent(kind, kinds, context, introduced);
  if (!found) return 0;
  const field = linkTo(clause, selection.entity, found.entity)?.name;
  if (!field) return 0;
  add(reader, { field, op: 'eq', value: found.value });
  if (found.isFromPrevious) selection.needsPrevious = true;
  return 1;
}
