import { kindOf } from '../../../recognise/lexicon/entities.ts';
import { likeliestKind, userValue } from '../../../recognise/names/name-value.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, type Unit } from '../../../recognise/unit.ts';
import { add, type Reader, type Rule } from '../selection.ts';
import { linkedKinds } from './roles.ts';

const OWNED = `owned by|assigned to|belonging to|that belong to|belong to|managed by|handled by|run by|held by|
  owner is|owner|with owner|whose owner is|assignee|assigned|by|on|of|led by|under|from|
  that belongs to|in the name of|looked after by|delegated to`;
const UNOWNED = `unassigned|unowned|ownerless|without owner|with no owner|not assigned|nobody owns|
  not assigned to anyone|unallocated`;
/** What one has to do. */
export const AGENDA = `on my plate|on my list|on my agenda|on my schedule|on my calendar|on my radar|on my docket|
  on my to do list`;
const MINE = `my|mine|our own|i own|that i own|assigned to me|owned by me|i am working on|that are mine|
  ${AGENDA}|i have|for me|do i have|i am responsible for|belonging to me|of mine|i have to do|
  am i working on|that i have`;
/** Whosever they are. */
const EVERYBODY = `of the team|of our team|of the whole team|in the team|in the whole team|for the team|across the team|for everyone|
  of everyone|for everybody|of everybody|team wide|from anyone|of anyone`;
/** "owned by Akira", "assigned to me", "unassigned", "my": whose records. */
export const owner: Rule = (reader, at) => {
  const { units } = reader.clause;
  const { owner: field } = kindOf(reader.selection.entity);
  const nobody = phraseAt(units, at, UNOWNED);
  if (nobody > 0) {
    add(reader, { field, op: 'is_empty' });
    return nobody;
  }
  const mine = phraseAt(units, at, MINE);
  if (mine > 0) {
    add(reader, { field, op: 'eq', value: 'me' });
    return mine;
  }
  const everybody = phraseAt(units, at, EVERYBODY);
  if (everybody > 0) return everybody;
  const length = phraseAt(units, at, OWNED);
  if (length === 0) return 0;
  const unit = units[at + length];
  if (/^(nobody|no one|noone)$/.test(unit?.norm ?? '')) {
    add(reader, { field, op: 'is_empty' });
    return length + 1;
  }
  const isWeak = /^(by|on|of|from|under|assigned|owner|assignee)$/.test(normAt(units, at)) && length === 1;
  if (isWeak && unit && !isTeammate(unit, reader)) return 0;
  const users = listOfUsers(reader, at + length);
  if (users.values.length === 0) return 0;
  add(
    reader,
    users.values.length === 1
      ? { field, op: 'eq', value: users.values[0] }
      : { field, op: 'in', value: users.values },
  );
  // "of Mia's tasks"
  return length + users.length + (units[at + length + users.length]?.kind === 'possessive' ? 1 : 0);
};

/** "that Carlos owns", "does Ines look after": the verb that follows the owner. */
export const owned: Rule = (reader, at) => {
  const { owner: field } = kindOf(reader.selection.entity);
  if (!reader.selection.where.some((one) => one.field === field)) return 0;
  return phraseAt(
    reader.clause.units,
    at,
    `own|owns|look after|looks after|is looking after|looking after|handles|handle|manages|manage|is responsible for|responsible for|
    works on|work on|working on|is working on|is in charge of|takes care of|is handling|is managing|runs|carries`,
  );
};

function listOfUsers(reader: Reader, at: number): { values: string[]; length: number } {
  const { units } = reader.clause;
  const values: string[] = [];
  let i = at;
  for (;;) {
    const value =
      userValue(units[i]) ?? (values.length === 0 && units[i]?.kind === 'name' ? units[i]?.text : undefined);
    if (!value) break;
    values.push(value);
    i++;
    if (!/^(or|and|,)$/.test(normAt(units, i)) || !userValue(units[i + 1])) break;
    i++;
  }
  return { values, length: i - at };
}

/** A teammate rather than a contact or company of that name. */
function isTeammate(unit: Unit, reader: Reader): boolean {
  if (userValue(unit) === undefined) return false;
  const others = linkedKinds(reader).filter((kind) => kind !== 'user');
  return unit.kind !== 'name' || likeliestKind(unit, ['user', ...others]) === 'user';
}
