import type { Catalogue } from '../../catalogue.ts';
import type { Request } from '../read/frames/frame.ts';
import { isReading } from '../read/frames/read-clause.ts';
import { userValue } from '../recognise/names/name-value.ts';
import type { RouteChoice } from '../route/router.ts';
import { SURE } from './sure.ts';
import type { NotRead } from './unclear.ts';

/** It asks for nothing and orders nothing, as far as anybody can tell: "I think I read that somewhere". */
export function isRemark(
  { clause, start, to, isQuestion, acts }: Request,
  missing: NotRead,
  [top]: readonly RouteChoice[],
  catalogue: Catalogue,
): boolean {
  const isOffered = missing.kind === 'ask' && !missing.offers.every(isReading);
  const isOrder =
    top !== undefined && top.probability >= SURE.leading && catalogue.tool(top.tool)?.tool.effect !== 'read';
  const units = clause.units.slice(start, to);
  // "Lena shall have them", "I want those to be closed"
  const isWish =
    units.some(({ norm }) => WISHES.test(norm)) &&
    units.some((unit) => POINTS_AT_FOUND.test(unit.norm) || userValue(unit) !== undefined);
  return !isQuestion && acts.size === 0 && !isOffered && !isOrder && !isWish;
}

const WISHES =
  /^(want|wants|wish|like|shall|should|must|need|needs|have|has|let|please|prefer|better|can|could|would|will|may|gets|get|takes|take|goes|go|are|is)$/;
const POINTS_AT_FOUND = /^(it|them|they|these|those|this|one|ones)$/;
