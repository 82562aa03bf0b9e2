import type { Command, LanguageContext } from '../language-context.ts';
import type { Draft, LastSearch } from '../read/frames/frame.ts';
import { entityNames, kindOf } from '../recognise/lexicon/entities.ts';

/** What a follow-up goes on from: the search before it in the message, else the last list that was shown. */
export function lastSearch(commands: readonly Command[], context: LanguageContext): LastSearch | undefined {
  const said = commands.at(-1);
  const entity = entityNames.find((name) => kindOf(name).search === said?.tool);
  if (entity) return { ...(said?.args as Omit<LastSearch, 'entity'>), entity, isOfMessage: true };
  return commands.length === 0 ? (context.lastList as LastSearch | undefined) : undefined;
}

/** "... and what were they worth": says more of the search before it, instead of searching again. */
export function refineLast(commands: readonly Command[], drafts: readonly Draft[]): boolean {
  const said = commands.at(-1);
  const refines = drafts.length === 1 ? drafts[0]?.refines : undefined;
  if (!refines || !said) return false;
  said.args = { ...said.args, ...refines };
  return true;
}
