import type { Catalogue } from '../../../catalogue.ts';
import { isKind, kindOf } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, sensesAt, type Unit } from '../../recognise/unit.ts';
import type { RouteChoice } from '../../route/router.ts';
import type { Request } from '../frames/frame.ts';
import { isGrammar, isMark } from './offered.ts';
import { plainWordsOf } from './read-tool.ts';

/** From here on a record is to be made, however that is said. */
const SURE = 0.9;
/** Words that may lead to what the record is. */
const MOST_WORDS = 8;
const RECORD = 'record for|record called|record named|record|entry for|entry';

/**
 * "We have a new lead: Petra Lindqvist" as "create contact Petra Lindqvist": where the router is sure that a record is to
 * be made, and all words in front of what it is are words of that tool's sayings, the grammar of new records reads the rest.
 */
export function asNewRecord(
  request: Request,
  [top]: readonly RouteChoice[],
  catalogue: Catalogue,
): Clause | undefined {
  const owned = top && top.probability >= SURE ? catalogue.tool(top.tool) : undefined;
  const entity = owned?.tool.entity;
  if (!owned || entity === undefined || !isKind(entity) || kindOf(entity).create !== owned.tool.name)
    return undefined;
  const { clause, start, to, isTalk, isQuestion } = request;
  if (isTalk || isQuestion) return undefined;
  const { units } = clause;
  const lead = leadOf(clause, start, to);
  const place = lead.find((at) =>
    sensesAt(clause, at, 'entity').some(({ sense }) => sense.entity === entity),
  );
  const end = (place ?? lead.at(-1) ?? start - 1) + 1;
  const noun = place === undefined ? undefined : units[place];
  const said = plainWordsOf(owned.agent.sayings?.[owned.tool.name] ?? []);
  const isAsking = units
    .slice(start, end)
    .every((unit) => isMark(unit) || isGrammar(unit.norm) || said.has(unit.norm));
  const from = skipMarks(units, end + phraseAt(units, end, RECORD), to);
  const first = units[from];
  // "add Turbo" does not say what it is
  if (noun === undefined && to - from < 2) return undefined;
  if (!isAsking || end === start || end - start > MOST_WORDS || !first || from >= to) return undefined;
  const word = (norm: string): Unit => ({
    kind: 'word',
    text: norm,
    norm,
    start: first.start,
    end: first.start,
    isCapital: false,
    tokens: [],
  });
  return {
    ...clause,
    units: [word('create'), noun ?? word(kindOf(entity).entity.label.one), ...units.slice(from, to)],
  };
}

/** The places of the plain words and marks that it begins with. */
function leadOf({ units }: Clause, start: number, to: number): number[] {
  const end = units.slice(start, to).findIndex((unit) => unit.kind !== 'word' && !isMark(unit));
  return Array.from({ length: Math.max(end, 0) }, (_, i) => start + i);
}

function skipMarks(units: readonly Unit[], from: number, to: number): number {
  let at = from;
  for (let unit = units[at]; unit && at < to && isMark(unit); unit = units[at]) at++;
  return at;
}
