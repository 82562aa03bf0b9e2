import { changeable, type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import { userValue } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt } from '../../recognise/unit.ts';
import type { Chosen } from './choose.ts';
import { chooseAny } from './choose-task.ts';
import { afterVerb, bestOf, type Draft, type Frame, type Request } from './frame.ts';

/** "reassign all of Akira's open deals over 20k to Carlos", "give the Contoso deal to me", "assign it to Mia". */
export const assign: Frame = async (request) => {
  const { clause, to } = request;
  const verbed = afterVerb(request, 'assign', 'update');
  const made = request.isQuestion ? undefined : await madeOwner(request, verbed ?? request.start);
  if (made) return made;
  const from = verbed;
  if (from === undefined) return undefined;
  const bare = (await withoutJoint(request, from)) ?? (await personFirst(request));
  if (bare) return bare;
  for (let at = to - 1; at > from; at--) {
    const length = phraseAt(clause.units, at, 'to|over to|from me to');
    if (length === 0 || normAt(clause.units, at - 1) === 'over') continue;
    const user = userValue(clause.units[at + length]);
    const isNew = user && asNew(request, from, at, at + length + 1, user);
    if (isNew) return isNew;
    if (!user || at + length + 1 < to - trailing(at + length + 1)) continue;
    const drafts = changeable().map(async (entity): Promise<Draft | undefined> => {
      const chosen = await chooseAny(request, entity, from, at);
      if (!chosen) return undefined;
      return ownerDraft(entity, chosen, user);
    });
    const best = bestOf(await Promise.all(drafts));
    if (best) return best;
  }
  return undefined;

  function trailing(start: number): number {
    let count = 0;
    for (let i = start; i < to; i++)
      if (/^([\p{P}]|please|instead|now)$/u.test(clause.units[i]?.norm ?? '')) count++;
    return count;
  }
};

/** "assign Jane Doe to Akira as a new lead": somebody who is to be there, and whose. */
function asNew(
  { clause }: Request,
  from: number,
  to: number,
  end: number,
  user: string,
): Draft[] | undefined {
  const isNew =
    phraseAt(
      clause.units,
      end,
      'as a new lead|as a new contact|as new lead|as new contact|as a new customer|as a new person',
    ) > 0;
  const name = clause.units[from];
  if (!isNew || to !== from + 1 || name?.kind !== 'name') return undefined;
  const args = { name: name.text, owner: user };
  return [
    { tool: 'create_contact', args, confidence: 0.9, introduces: [{ entity: 'contact', name: name.text }] },
  ];
}

function ownerDraft(entity: EntityName, chosen: Chosen, user: string): Draft {
  const { update, owner } = kindOf(entity);
  return {
    tool: update,
    args: { ...chosen.args, set: { [owner]: user } },
    confidence: chosen.unread.length > 0 ? Math.min(0.4, chosen.confidence) : chosen.confidence,
    needsPrevious: chosen.needsPrevious,
    unread: chosen.unread,
    ...(chosen.title && { read: [chosen.title], introduces: [{ entity, name: chosen.title }] }),
  };
}

/** "reassign Contoso rollout Mia". */
async function withoutJoint(request: Request, from: number): Promise<Draft[] | undefined> {
  const { units } = request.clause;
  const last = request.to - 1;
  const user = userValue(units[last]);
  const isBare = afterVerb(request, 'assign') === from && last > from && units[last - 1]?.kind === 'name';
  if (!user || !isBare) return undefined;
  const drafts = changeable().map(async (entity): Promise<Draft | undefined> => {
    const chosen = await chooseAny(request, entity, from, last);
    return chosen && ownerDraft(entity, chosen, user);
  });
  return bestOf(await Promise.all(drafts));
}

/** "give Mia all of Carlos's open deals": whom it goes to stands before what goes. */
async function personFirst(request: Request): Promise<Draft[] | undefined> {
  const { clause, start, to } = request;
  const from = start + phraseAt(clause.units, start, 'give|hand|pass');
  const user = from > start ? userValue(clause.units[from]) : undefined;
  // "give me all deals" is a list, "give Mia a call" is no record
  if (!user || user === 'me' || /^(an?|the|'s)$/.test(normAt(clause.units, from + 1))) return undefined;
  const drafts = changeable().map(async (entity): Promise<Draft | undefined> => {
    const chosen = await chooseAny(request, entity, from + 1, to);
    return chosen && chosen.unread.length === 0 ? ownerDraft(entity, chosen, user) : undefined;
  });
  return bestOf(await Promise.all(drafts));
}

const OWNS = `to own|to take over|to take|to handle|to look after|to be responsible for|to be the owner of|owns|now owns|
  should own|should take over|should handle|takes over|will take over|will own|is taking over|took over|
  is now the owner of|is the owner of|is the new owner of|is responsible for|is now responsible for`;

/** "make Mia the owner of Globex", "I want Carlos to own it", "Mia takes over the Contoso deal". */
async function madeOwner(request: Request, from: number): Promise<Draft[] | undefined> {
  const { clause, to } = request;
  const user = userValue(clause.units[from]);
  const role = phraseAt(
    clause.units,
    from + 1,
    `${OWNS}|the owner of|owner of|as owner of|the rep for|as the owner of|the assignee of|responsible for|the account manager of|in charge of|the rep of|as owner for|owner for`,
  );
  if (!user || role === 0) return undefined;
  const drafts = changeable().map(async (entity): Promise<Draft | undefined> => {
    const chosen = await chooseAny(request, entity, from + 1 + role, to);
    if (!chosen || chosen.unread.length > 0) return undefined;
    return ownerDraft(entity, chosen, user);
  });
  return bestOf(await Promise.all(drafts));
}
