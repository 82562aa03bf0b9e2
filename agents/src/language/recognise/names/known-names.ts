import type { LanguageContext, NameMatch } from '../../language-context.ts';
import { normalise } from '../../text/normalise.ts';

/** Most look-ups one message may cause; more names than that are left as text. */
const MAX_LOOKUPS = 40;
/** A match at least this much better than the next of its kind is taken without asking. */
const CLEAR_LEAD = 0.25;

const KINDS: ReadonlyArray<NameMatch['entity']> = [
  'contact',
  'company',
  'opportunity',
  'user',
  'pipeline',
  'competitor',
  'agentDefinition',
];

export interface NameLookup {
  find(text: string, entities?: ReadonlyArray<NameMatch['entity']>): Promise<readonly NameMatch[]>;
}

/** Looks names up in the workspace, each text once a message. */
export function nameLookup(context: LanguageContext): NameLookup {
  const known = new Map<string, Promise<NameMatch[]>>();
  return {
    find(text, entities = KINDS) {
      const key = `${entities.join()}:${normalise(text)}`;
      const before = known.get(key);
      if (before) return before;
      if (known.size >= MAX_LOOKUPS) return Promise.resolve([]);
      const mates = entities.includes('user') ? teammates(context, text) : [];
      const found = context
        .findNames(text, entities)
        .then((matches) => [
          ...matches,
          ...mates.filter((mate) => !matches.some((match) => match.id === mate.id)),
        ]);
      known.set(key, found);
      return found;
    },
  };
}

/** Teammates by their whole name, first name or e-mail: known without a look-up. */
function teammates(context: LanguageContext, text: string): NameMatch[] {
  const wanted = normalise(text);
  return context.team.flatMap(({ id, name, email }): NameMatch[] => {
    const title = normalise(name);
    const isWhole = title === wanted || email === wanted;
    if (!isWhole && !title.split(' ').includes(wanted)) return [];
    return [{ entity: 'user', id, title: name, score: isWhole ? 1 : 0.8 }];
  });
}

/** The one record of these kinds that is meant, when there is no doubt. */
export function clearMatch(
  matches: readonly NameMatch[],
  entities: ReadonlyArray<NameMatch['entity']>,
): NameMatch | undefined {
  const fit = matches.filter((match) => entities.includes(match.entity)).sort((a, b) => b.score - a.score);
  const [best, second] = fit;
  if (!best) return undefined;
  if (!second || best.score - second.score >= CLEAR_LEAD) return best;
  return best.score === 1 && second.score < 1 ? best : undefined;
}
