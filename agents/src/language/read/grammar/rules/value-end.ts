import { normAt, sensesAt } from '../../../recognise/unit.ts';
import type { Reader } from '../selection.ts';

/** Words that end a value inside a noun phrase. */
const ENDS = new Set(
  'and or but that who which whose with without in at from over under above below sorted owned assigned closing created added due not except tagged , . ? ! ; by for since before after , are is have has to we i'.split(
    ' ',
  ),
);

export function valueEnd(reader: Reader, at: number): number {
  let end = at;
  while (
    end < reader.to &&
    !ENDS.has(normAt(reader.clause.units, end)) &&
    !sensesAt(reader.clause, end, 'entity')[0]
  )
    end++;
  return end;
}
