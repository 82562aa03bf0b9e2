import {
  TeamMember,
  type TeamMemberRecord,
} from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { AskBack } from '../../../tools/ask-back.ts';
import { listed } from '../../../tools/format.ts';
import { membersOfTeam } from '../../../tools/members-of-team.ts';
import { candidates } from '../../../tools/resolve.ts';
import type { Reading } from './reading.ts';

const OWNER =
  /^(?:(?:the|its|their|his|her)\s+)?(?:(?:deal|account|record|contact|lead|ticket|company|responsible)\s+)?(?:owner|rep|sales rep|assignee|responsible person|person in charge)s?$/i;
const ME = /^(?:me|myself|i|us)$/i;
const ROLES: ReadonlyArray<[said: RegExp, roles: readonly string[]]> = [
  [/^(?:the\s+|all\s+|our\s+)?admins?(?:istrators?)?$/i, ['admin', 'owner']],
  [/^(?:the\s+|all\s+)?(?:workspace owners?|boss|founders?)$/i, ['owner']],
  [
    /^(?:the\s+(?:whole\s+)?team|everybody|everyone|all(?: of us)?|the whole team)$/i,
    ['member', 'admin', 'owner'],
  ],
];
const MOST_OFFERED = 6;

/** What people call others together. */
const GROUP = /\b(?:team|group|department)\b/i;

/**
 * Who is meant, as ids, or `owner` for whoever looks after the record: people, roles, teams as they are now, and people who
 * take turns.
 *
 * @throws AskBack for a group or a name that nobody knows
 */
export async function peopleIn(reading: Reading, said: string): Promise<string[]> {
  const text = said
    .replace(/\b(?:in turn|round[- ]robin|alternately|by turns|evenly|one after another)\b/gi, '')
    .replace(/^\s*(?:either|between|among|to|for)\s+/i, '')
    .trim();
  if (OWNER.test(text)) return ['owner'];
  if (ME.test(text)) return [reading.context.scope.actor.id];
  const { records: team } = await reading.context.crm
    .records(TeamMember)
    .find(reading.context.scope, { limit: 200, sort: 'name' });
  for (const [pattern, roles] of ROLES)
    if (pattern.test(text))
      return team.filter(({ role }) => roles.includes(role)).map(({ userId }) => userId);
  const names = text.split(/\s*(?:,|\band\b|\bor\b|&|\/)\s*/i).filter(Boolean);
  const found: string[] = [];
  for (const name of names) {
    const ids = await known(reading, name, team);
    if (!ids) return unknown(reading, text, team);
    found.push(...ids);
  }
  return [...new Set(found)];
}

async function known(
  reading: Reading,
  name: string,
  team: readonly TeamMemberRecord[],
): Promise<string[] | undefined> {
  if (OWNER.test(name)) return ['owner'];
  if (ME.test(name)) return [reading.context.scope.actor.id];
  const together = membersOfTeam(team, name);
  if (together.length > 0) return together.map(({ userId }) => userId);
  if (GROUP.test(name)) return undefined;
  const found = await candidates(reading.context, TeamMember, name.replace(/^the\s+/i, ''));
  const [only, ...others] = found;
  if (only && others.length > 0)
    throw new AskBack({
      text: `Which ${name} do you mean?`,
      options: found
        .slice(0, MOST_OFFERED)
        .map((one) => ({ label: one.name, detail: one.email, value: one.userId })),
      argument: 'people',
      takesText: true,
    });
  return only && [only.userId];
}

async function unknown(reading: Reading, said: string, team: readonly TeamMemberRecord[]): Promise<string[]> {
  const { people } = reading;
  if (people !== undefined) {
    const ids = people.split(/[\s,]+/).filter((id) => team.some(({ userId }) => userId === id));
    return ids.length > 0 ? ids : peopleIn({ ...reading, people: undefined }, people);
  }
  const teams = [...new Set(team.flatMap((one) => one.team ?? []))].sort();
  const what = !GROUP.test(said)
    ? `There is no teammate called “${said}”`
    : teams.length > 0
      ? `There is no such team, only ${listed(teams)}`
      : 'There are no teams here';
  throw new AskBack({
    text: `${what}. Who is meant by “${said}”? With several names they take turns: ${listed(team.slice(0, 3).map(({ name }) => name))}.`,
    options: team
      .slice(0, MOST_OFFERED)
      .map(({ name, email, userId }) => ({ label: name, detail: email, value: userId })),
    argument: 'people',
    takesText: true,
  });
}
