import type { LanguageContext, NameMatch } from '../../language-context.ts';
import type { Unit } from '../unit.ts';
import { clearMatch } from './known-names.ts';

type Kind = NameMatch['entity'];

/** The best score among records of a kind; 0 when the name means none. */
export function scoreAs(unit: Unit | undefined, kind: Kind): number {
  return Math.max(
    0,
    ...(unit?.matches ?? []).filter((match) => match.entity === kind).map((match) => match.score),
  );
}

/** The kind of record a name most likely means among those that make sense; the first wins a tie. */
export function likeliestKind(unit: Unit, kinds: readonly Kind[]): Kind | undefined {
  let best: Kind | undefined;
  let bestScore = 0;
  for (const kind of kinds) {
    const score = scoreAs(unit, kind);
    if (score > bestScore + 0.05) {
      best = kind;
      bestScore = score;
    }
  }
  return best;
}

/** Every word of the text begins a word of the name; less is a typo. */
const BY_WORDS = 0.7;

/** What a tool is given for a name: the id of the one record it clearly means, else the name as it was written. */
export function nameValue(unit: Unit, kinds: readonly Kind[], context?: LanguageContext): string {
  const matches = unit.matches ?? [];
  const clear = clearMatch(matches, kinds);
  // what is only similar is named as it was written: who changes something is asked
  if (clear && clear.score >= BY_WORDS) return clear.id;
  const spokenOf = context?.focus.find((item) =>
    matches.some((match) => match.id === item.id && kinds.includes(match.entity)),
  );
  return spokenOf?.id ?? unit.text;
}

/** Whether the unit is the user or a teammate, and which. */
export function userValue(unit: Unit | undefined): string | undefined {
  if (!unit) return undefined;
  if (/^(me|myself|i)$/.test(unit.norm)) return 'me';
  if (unit.kind === 'email' || unit.kind === 'name') {
    const clear = clearMatch(unit.matches ?? [], ['user']);
    if (clear) return clear.id;
    return scoreAs(unit, 'user') > 0 ? unit.text : undefined;
  }
  return undefined;
}
