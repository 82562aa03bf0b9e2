import type { LanguageContext } from '../language-context.ts';
import { comparativeAt, type Superlative, sortField, superlativeAt } from '../read/grammar/superlatives.ts';
import { type EntityName, entityNames } from '../recognise/lexicon/entities.ts';
import { GOES_ON, ordinalOf, placedUnit } from '../recognise/list-places.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, type Unit } from '../recognise/unit.ts';
import type { LookFilter } from './record-look.ts';

const ONE =
  'one|one of them|one of those|one of these|one of the two|one of both|of them|of those|of the two';

interface Rank {
  by: Superlative;
  /** From 1. */
  place: number;
  length: number;
}

/**
 * "the bigger one", "the second oldest", "the cheapest of them" as the record of the list that it is, so that it is a name
 * wherever a name may stand. Two that share the place stay words, and are asked about.
 */
export async function withRanked(clause: Clause, context: LanguageContext): Promise<Unit[]> {
  const { lastList, look } = context;
  const units = [...clause.units];
  const entity = entityNames.find((name) => name === lastList?.entity);
  const filter = lastList && filterOf(lastList);
  if (!look || !entity || !filter) return units;
  for (let at = 0; at < units.length; at++) {
    const rank = rankAt({ ...clause, units }, at, entity, lastList.ids?.length === 2);
    const found = rank && (await look.ranked(entity, filter, sortField(entity, rank.by.sort), rank.place));
    if (!rank || !found) continue;
    const unit = placedUnit(units.slice(at, at + rank.length), entity, found.id, context);
    units.splice(at, rank.length, { ...unit, text: found.title, matches: [{ entity, ...found, score: 1 }] });
  }
  return units;
}

/** What was listed: by its filter, which holds more than a page, else by the records themselves. */
function filterOf({
  where,
  anyOf,
  text,
  ids,
}: NonNullable<LanguageContext['lastList']>): LookFilter | undefined {
  if (!ids?.length) return undefined;
  if (!where?.length && !anyOf?.length && !text) return { where: [{ field: 'id', op: 'in', value: ids }] };
  return { ...(where && { where }), ...(anyOf && { anyOf }), ...(text && { text }) };
}

function rankAt(clause: Clause, from: number, entity: EntityName, areTwo: boolean): Rank | undefined {
  const { units } = clause;
  const lead = phraseAt(units, from, 'the');
  const ordinal = ordinalOf(units[from + lead]);
  const at = from + lead + (ordinal === undefined ? 0 : 1);
  const by = superlativeAt(units, at) ?? (areTwo ? comparativeAt(units, at) : undefined);
  if (!by) return undefined;
  const behind = at + by.length;
  const one = phraseAt(units, behind, ONE);
  const noun = sensesAt(clause, behind, 'entity').find(
    ({ sense }) => sense.entity === entity && !sense.isPlural,
  );
  // "the biggest deal" is asked for anew; "the second biggest deal" can only be of the list
  const end = behind + (one || (ordinal === undefined ? 0 : (noun?.length ?? 0)));
  const goesOn = end >= units.length || GOES_ON.test(normAt(units, end));
  const isOfList = one > 0 || (ordinal !== undefined && goesOn);
  return isOfList ? { by, place: (ordinal ?? 0) + 1, length: end - from } : undefined;
}
