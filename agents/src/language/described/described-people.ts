import type { LanguageContext } from '../language-context.ts';
import { filterArgs } from '../read/frames/filter-args.ts';
import { headNoun, parseSelection } from '../read/grammar/parse-selection.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, textOf, type Unit } from '../recognise/unit.ts';
import type { RecordLook } from './record-look.ts';

const WHO = `the person|the teammate|the colleague|the team member|the rep|the one|the employee|the user|the guy|the member|whoever|whichever person|whichever teammate|
  somebody|someone|the sales rep|the salesperson|the assignee|the owner|the developer|the engineer|person|teammate`;
const HAS = 'with|who has|that has|has|having|who have|who owns|who got';
const MOST = 'the most|most|the highest number of|the largest number of|the greatest number of';
const FEWEST =
  'the fewest|fewest|the least|least|the lowest number of|the smallest number of|the least amount of|the lowest amount of|the smallest amount of';
const OWNER = `whoever is assigned to|who is assigned to|whoever looks after|whoever owns|whoever is responsible for|the person assigned to|the person who is assigned to|
  the person responsible for|the person who looks after|the person who owns|the one assigned to|the rep assigned to|the owner of|the teammate assigned to|whoever handles|whoever is in charge of|
  the person looking after|the account manager of|the person in charge of|whoever manages`;

export type Described =
  | { kind: 'person'; from: number; to: number; name: string }
  /** Nobody, or several: why, in words. */
  | { kind: 'nobody'; why: string };

/** The first words that describe a teammate by what they have or look after, and who that is. */
export async function describedPerson(
  clause: Clause,
  context: LanguageContext,
  look: RecordLook,
): Promise<Described | undefined> {
  const { units } = clause;
  for (let at = 0; at < units.length; at++) {
    const owner = phraseAt(units, at, OWNER);
    if (owner > 0 && isMeant(normAt(units, at - 1))) return ownerAt(clause, context, look, at, at + owner);
    const who = phraseAt(units, at, WHO);
    const has = who > 0 ? phraseAt(units, at + who, HAS) : 0;
    const from = at + who + has;
    const isMost = phraseAt(units, from, MOST);
    const isFewest = phraseAt(units, from, FEWEST);
    if (has > 0 && isMost + isFewest > 0)
      return extremeAt(clause, context, look, at, from + Math.max(isMost, isFewest), isMost > 0);
  }
  return undefined;
}

/**
 * Something is for them, or done with them. Without such a word the owner is what is asked for or changed: "change the owner
 * of Globex", "make Mia the owner of Globex".
 */
const isMeant = (before: string): boolean =>
  /^(to|with|for|from|by|email|mail|remind|ask|tell|notify|invite|ping|message|call|inform|and|let|cc)$/.test(
    before,
  );

async function ownerAt(
  { units }: Clause,
  context: LanguageContext,
  look: RecordLook,
  from: number,
  at: number,
): Promise<Described | undefined> {
  const match = units[at]?.matches?.find(({ score, entity }) => score >= KNOWN && entity !== 'user');
  if (units[at]?.kind !== 'name' || !match) return undefined;
  const userId = await look.ownerOf(match.entity, match.id);
  const name = userId === undefined ? undefined : nameOf(context, userId);
  if (name === undefined) return { kind: 'nobody', why: `Nobody looks after ${match.title}` };
  return { kind: 'person', from, to: at + 1, name };
}

const KNOWN = 0.9;
/** Where what somebody has may end. */
const MOST_WORDS = 8;
const END = /^([.,;:?!\n]|and|then|to|as|for|in|on|by|with|so|please|called|due|that)$/;

async function extremeAt(
  clause: Clause,
  context: LanguageContext,
  look: RecordLook,
  from: number,
  start: number,
  isMost: boolean,
): Promise<Described | undefined> {
  const { units } = clause;
  for (const to of endsOf(units, start)) {
    const noun = headNoun(clause, start, to);
    if (!noun || noun.at + noun.length > to) continue;
    const selection = parseSelection(clause, start, to, context, noun.entity, []);
    if (selection.leftovers.length > 0 || selection.record) continue;
    const counts = await look.countByOwner(selection.entity, filterArgs(selection));
    const best = (isMost ? Math.max : Math.min)(...counts.map(({ count }) => count));
    const [first, ...others] = counts.filter(({ count }) => count === best);
    const what = textOf(clause, start, to);
    const most = isMost ? 'most' : 'fewest';
    if (!first) return { kind: 'nobody', why: `Nobody has any ${what}` };
    const names = [first, ...others].map(({ userId }) => nameOf(context, userId) ?? 'somebody who has left');
    const [name] = names;
    if (others.length > 0 || name === undefined || nameOf(context, first.userId) === undefined)
      return { kind: 'nobody', why: `The ${most} ${what} (${best}) are with ${names.join(' and ')}` };
    return { kind: 'person', from, to, name };
  }
  return undefined;
}

/** The places where the phrase may end, the farthest first. */
function endsOf(units: readonly Unit[], from: number): number[] {
  const ends: number[] = [];
  for (let at = from + 1; at <= Math.min(units.length, from + MOST_WORDS); at++)
    if (at === units.length || END.test(normAt(units, at))) ends.push(at);
  return ends.toReversed();
}

/** By whole name, or by address where another has that name. */
function nameOf({ team }: LanguageContext, userId: string): string | undefined {
  const found = team.find(({ id }) => id === userId);
  if (!found) return undefined;
  return team.filter(({ name }) => name === found.name).length > 1 ? found.email : found.name;
}
