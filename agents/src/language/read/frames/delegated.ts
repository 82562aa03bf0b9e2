import { userValue } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt } from '../../recognise/unit.ts';
import type { Request } from './frame.ts';

/** "ask Mia to ...", "remind Akira and Carlos to ...": each teammate who is to do it, and where it is said what. */
export function delegated(
  { clause, start }: Request,
  reminded: number | undefined,
): Array<{ assignee: string; from: number }> {
  const { units } = clause;
  const asks = phraseAt(units, start, 'ask|tell|get|have|give');
  let at = reminded ?? start + asks;
  const users: string[] = [];
  for (
    let user = userValue(units[at]);
    user && (reminded !== undefined || asks > 0);
    user = userValue(units[at])
  ) {
    users.push(user);
    at++;
    const joint = phraseAt(units, at, ', and|and|,|&');
    if (joint === 0 || !userValue(units[at + joint])) break;
    at += joint;
  }
  // "give Akira and Lena each a task to ..."
  at += phraseAt(units, at, 'each|both');
  const task = phraseAt(units, at, 'a task|a todo|a reminder|a new task|an urgent task');
  const isGiven = normAt(units, start) === 'give';
  if (task > 0) at += task;
  else if (isGiven) return [];
  const isAsked = normAt(units, at) === 'to' && (asks > 0 || users.length > 1) && !users.includes('me');
  return isAsked ? users.map((assignee) => ({ assignee, from: at })) : [];
}
