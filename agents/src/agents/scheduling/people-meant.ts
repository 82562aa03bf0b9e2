import type { Attendee } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { Company, type CompanyRecord } from '@clianta/crm-core/crm/company/company.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { isId } from '@clianta/crm-core/entity/ids';
import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  TeamMember,
  type TeamMemberRecord,
} from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { membersOfTeam } from '../../tools/members-of-team.ts';
import { candidates } from '../../tools/resolve.ts';

/** Who is to be there, and what it is about. */
export interface People {
  /** Teammates besides the one who asks. */
  team: Attendee[];
  guests: Attendee[];
  contacts: ContactRecord[];
  company?: CompanyRecord;
  deal?: OpportunityRecord;
  /** Names that nobody of the workspace has. */
  unknown: string[];
}

const MOST_OPTIONS = 6;
const SELF = /^(?:me|myself|i|us|we)$/i;
const PRONOUN = /^(?:him|her|them|he|she|they)$/i;
/** What may be a name that nobody knows yet: a word or three, each with a capital. */
const NAME = /^(?:\p{Lu}[\p{L}’'.-]*)(?:\s\p{Lu}[\p{L}’'.-]*){0,2}$/u;
const ALL = /^(?:the )?(?:whole |entire )?(?:team|everybody|everyone|all of us)$/i;
const LEAD =
  /^(?:the (?:people|team|folks|guys) (?:of|from|at) |(?:people|somebody|someone) (?:of|from|at) |both |mr\.? |mrs\.? |ms\.? |dr\.? |the client |my |our |the )/i;
/** What leads to the time that stood behind the name. */
const TAIL = /\s+(?:for|on|at|in)$/i;
const JOINT = /\s*(?:,|;|\+|&|\band\b)\s*/i;

/**
 * Teammates, contacts, companies and addresses in words: "Olga, Peter and me". A company is asked about when several
 * people are known there.
 *
 * @param argument - of the tool, where the answer to a question goes
 * @throws AskBack when a name may mean several people
 */
export async function peopleMeant(
  context: ToolContext,
  said: string | undefined,
  argument: string,
): Promise<People> {
  const people: People = { team: [], guests: [], contacts: [], unknown: [] };
  const names = (said ?? '').split(JOINT).filter(Boolean);
  const { cached } = await context.crm.facts(context.scope.workspaceId);
  const members = (cached.get(TeamMember.name) ?? []) as TeamMemberRecord[];
  for (const given of names) {
    const name = given.replace(LEAD, '').replace(TAIL, '').trim();
    if (SELF.test(name) || name === '') continue;
    const spokenOf = PRONOUN.test(name) && context.focus.find(({ entity }) => entity === Contact.name);
    const called = spokenOf ? spokenOf.id : name;
    const teammates = ALL.test(given.trim()) ? members : teamCalled(members, called);
    if (teammates.length > 0) {
      people.team.push(...teammates.map(attendeeOf));
      continue;
    }
    const ask: Ask = (text, options) => new AskBack({ text, options, argument });
    // the others stay as they were said
    const answer = (id: string) => names.map((one) => (one === given ? id : one)).join(', ');
    if (await addPerson(context, people, called, ask, answer)) continue;
    const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name) ? name.toLowerCase() : undefined;
    if (!email && !NAME.test(name))
      throw new InvalidError(
        `I know nobody called “${name}”. Say whom it is with: a teammate, a contact, a company or an address.`,
      );
    people.guests.push({ name, response: 'waiting', ...(email && { email }) });
    if (!email) people.unknown.push(name);
  }
  people.team = people.team.filter(
    ({ userId }, at) =>
      userId !== context.scope.actor.id && people.team.findIndex((one) => one.userId === userId) === at,
  );
  return people;
}

type Ask = (text: string, options: AskBack['question']['options']) => AskBack;

/** @returns whether the name means somebody or something of the workspace */
async function addPerson(
  context: ToolContext,
  people: People,
  name: string,
  ask: Ask,
  answer: (id: string) => string,
): Promise<boolean> {
  const choose = (found: readonly ContactRecord[], question: string) =>
    ask(
      question,
      found.slice(0, MOST_OPTIONS).map((one) => ({
        label: one.name,
        ...((one.jobTitle ?? one.email) && { detail: one.jobTitle ?? one.email }),
        value: answer(one.id),
      })),
    );
  const contacts = await candidates(context, Contact, name);
  // a company's name finds those who work there as well: then they are chosen from below
  const called = contacts.filter((one) => isId(name) || startsSo(one.name, name) || one.email === name);
  const spokenOf = called.find((one) => context.focus.some(({ id }) => id === one.id));
  const meant = called.length > 1 && spokenOf ? [spokenOf] : called;
  if (meant.length > 1) throw choose(meant, `Which ${name} do you mean?`);
  if (meant[0]) return addContact(context, people, meant[0]);
  const [company] = await candidates(context, Company, name);
  if (company) {
    people.company = company;
    const { records } = await context.crm.records(Contact).find(context.scope, {
      where: [{ field: 'companyId', op: 'eq', value: company.id }],
      sort: 'name',
      limit: MOST_OPTIONS,
    });
    if (records.length > 1) throw choose(records, `Who of ${company.name}?`);
    if (records[0]) await addContact(context, people, records[0]);
    return true;
  }
  const [deal] = await candidates(context, Opportunity, name);
  if (!deal) return false;
  people.deal = deal;
  const ids = [deal.contactId].flatMap((id) => id ?? []);
  const found = await context.crm.records(Contact).getMany(context.scope, ids);
  for (const contact of found.values()) await addContact(context, people, contact);
  return true;
}

async function addContact(context: ToolContext, people: People, contact: ContactRecord): Promise<true> {
  people.contacts.push(contact);
  people.guests.push({
    name: contact.name,
    contactId: contact.id,
    response: 'waiting',
    ...(contact.email && { email: contact.email }),
  });
  if (!people.company && contact.companyId) {
    const found = await context.crm.records(Company).getMany(context.scope, [contact.companyId]);
    const company = found.get(contact.companyId);
    if (company) people.company = company;
  }
  return true;
}

const startsSo = (full: string, said: string): boolean => {
  const own = fold(full).split(/\s+/);
  return fold(said)
    .split(/\s+/)
    .every((word) => own.some((one) => one.startsWith(word)));
};

/** By whole name, first name, address, or the name of their team. */
function teamCalled(members: readonly TeamMemberRecord[], name: string): TeamMemberRecord[] {
  const wanted = fold(name);
  const exact = members.filter(
    (one) => fold(one.name) === wanted || one.email === wanted || one.userId === name,
  );
  if (exact.length > 0) return exact;
  const first = members.filter((one) => fold(one.name).split(/\s+/)[0] === wanted);
  if (first.length === 1) return first;
  return membersOfTeam(members, name);
}

const attendeeOf = ({
  userId,
  name,
  email,
}: Pick<TeamMemberRecord, 'userId' | 'name' | 'email'>): Attendee => ({
  name,
  email,
  userId,
  response: 'waiting',
});
