import { isDeepStrictEqual } from 'node:util';

/** Which side is right about a field that both have changed. */
export type MergeRule = 'newest' | 'ours' | 'theirs' | 'ask';

type Values = Readonly<Record<string, unknown>>;

export interface Sides {
  /** What both had when they were last the same. */
  base: Values;
  ours: Values;
  theirs: Values;
  oursAt?: Date;
  theirsAt?: Date;
}

export interface MergeRules {
  /** Default `newest`. */
  rules?: Readonly<Record<string, MergeRule>>;
  /** Fields that say whether somebody may be written to, and their value for no: a withdrawal wins, whoever has it. */
  withdrawn?: Readonly<Record<string, unknown>>;
}

/** A field that both have changed; the loser's value is kept. */
export interface FieldConflict {
  field: string;
  base: unknown;
  ours: unknown;
  theirs: unknown;
  /** `ask`: a person decides; until then neither side is written. */
  decidedBy: MergeRule | 'consent';
  winner?: 'ours' | 'theirs';
}

export interface Merged {
  /** To be written here. */
  toOurs: Record<string, unknown>;
  /** To be written there. */
  toTheirs: Record<string, unknown>;
  /** What both have afterwards. */
  base: Record<string, unknown>;
  conflicts: FieldConflict[];
}

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
const isSame = (a: unknown, b: unknown) => (isEmpty(a) && isEmpty(b)) || isDeepStrictEqual(a, b);

/** Three ways, field by field: what one side alone has changed is taken over; where both have, the rule decides. */
export function mergeFields(sides: Sides, { rules = {}, withdrawn = {} }: MergeRules = {}): Merged {
  const merged: Merged = { toOurs: {}, toTheirs: {}, base: { ...sides.base }, conflicts: [] };
  const fields = new Set([sides.base, sides.ours, sides.theirs].flatMap((side) => Object.keys(side)));
  for (const field of fields) {
    const [base, ours, theirs] = [sides.base[field], sides.ours[field], sides.theirs[field]];
    const take = (winner: 'ours' | 'theirs') => {
      if (winner === 'ours') merged.toTheirs[field] = ours ?? null;
      else merged.toOurs[field] = theirs ?? null;
      merged.base[field] = (winner === 'ours' ? ours : theirs) ?? null;
    };
    if (isSame(ours, theirs)) {
      merged.base[field] = ours ?? null;
      continue;
    }
    const no = withdrawn[field];
    if (no !== undefined && (isSame(ours, no) || isSame(theirs, no))) {
      const winner = isSame(ours, no) ? 'ours' : 'theirs';
      if (!isSame(base, winner === 'ours' ? theirs : ours))
        merged.conflicts.push({ field, base, ours, theirs, decidedBy: 'consent', winner });
      take(winner);
      continue;
    }
    const [weChanged, theyChanged] = [!isSame(base, ours), !isSame(base, theirs)];
    if (!theyChanged) take('ours');
    else if (!weChanged) take('theirs');
    // empty takes away only what both once had: a value that is new on the other side stays
    else if (isEmpty(ours)) take('theirs');
    else if (isEmpty(theirs)) take('ours');
    else {
      const rule = rules[field] ?? 'newest';
      const winner = winnerBy(rule, sides);
      merged.conflicts.push({ field, base, ours, theirs, decidedBy: rule, ...(winner && { winner }) });
      if (winner) take(winner);
    }
  }
  return merged;
}

function winnerBy(rule: MergeRule, { oursAt, theirsAt }: Sides): 'ours' | 'theirs' | undefined {
  if (rule === 'ask') return undefined;
  if (rule !== 'newest') return rule;
  return (theirsAt?.getTime() ?? 0) > (oursAt?.getTime() ?? 0) ? 'theirs' : 'ours';
}
