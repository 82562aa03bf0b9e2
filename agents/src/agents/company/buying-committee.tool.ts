import { ACTIVE, AIMemory } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import {
  COMMITTEE_ROLES,
  type CommitteeRole,
} from '@clianta/crm-core/intelligence/buying-committee/buying-committee.schema';
import { committeeGaps } from '@clianta/crm-core/intelligence/buying-committee/committee-gaps';
import { committeeOf } from '@clianta/crm-core/intelligence/buying-committee/committee-of';
import { suggestedRole } from '@clianta/crm-core/intelligence/buying-committee/suggested-role';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { capitalize, counted, listed } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { tableCard } from '../../tools/table-card.ts';
import { roleInWords, stanceInWords } from './committee-words.ts';

/** People who are named in the sentence, and facts of each. */
const NAMED = 3;
const FACTS = 3;
const MOST_PEOPLE = 100;

export const getBuyingCommittee = defineTool({
  name: 'get_buying_committee',
  does: 'Looking at who decides',
  operation: 'read',
  entity: 'company',
  description:
    'Shows who at a company decides, in general or on one deal: roles that were confirmed, those that job titles suggest, what each cares about, and what is missing.',
  input: z.strictObject({ company: oneOf(Company), deal: oneOf(Opportunity).optional() }),
  effect: 'read',
  async run({ company: name, deal: dealName }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const company = await resolveOne(context, Company, name, 'company');
    const deal =
      dealName === undefined ? undefined : await resolveOne(context, Opportunity, dealName, 'deal');
    const [{ records: people }, ofDeal, general] = await Promise.all([
      crm.records(Contact).find(scope, {
        where: [{ field: 'companyId', op: 'eq', value: company.id }],
        sort: 'name',
        limit: MOST_PEOPLE,
      }),
      deal && committeeOf(crm, scope, { companyId: company.id, opportunityId: deal.id }),
      committeeOf(crm, scope, { companyId: company.id }),
    ]);
    if (people.length === 0)
      return { text: `There is nobody from **${company.name}** in your contacts yet.`, isAnswer: true };
    // what is said of the deal counts before what is said in general
    const members = [
      ...(ofDeal?.members ?? []),
      ...(general?.members ?? []).filter(
        ({ contactId }) => !ofDeal?.members.some((member) => member.contactId === contactId),
      ),
    ].filter(({ contactId }) => people.some(({ id }) => id === contactId));
    const gaps = committeeGaps(members, people, context.now);
    const [table, cares] = await Promise.all([
      tableCard(context, Contact, people, {
        title: `Buying committee of ${company.name}`,
        count: people.length,
      }),
      caresOf(context, people),
    ]);
    const rows = table.rows
      .map((row, at) => {
        const person = people[at];
        const member = members.find(({ contactId }) => contactId === person?.id);
        const role = member?.role ?? suggestedRole(person?.jobTitle);
        const part = role ? `${roleInWords(role)}${member ? '' : ' (suggested)'}` : 'Not known';
        const cells = {
          role: part,
          ...row.cells,
          stance: stanceInWords(member?.stance),
          cares: cares.get(row.id ?? '') ?? '',
        };
        return { ...row, rank: rankOf(role) + (member ? 0 : COMMITTEE_ROLES.length + 1), cells };
      })
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ rank: _, ...row }) => row);
    const known = rows.filter(({ cells }) => cells.cares !== '');
    const has = (key: 'stance' | 'cares') => rows.some(({ cells }) => cells[key] !== '');
    return {
      text: [
        saidOf(company.name, members.length, people.length),
        ...(gaps.length > 0 ? [`${capitalize(listed(gaps))}.`] : []),
        interestsIn(known),
      ].join(' '),
      cards: [
        {
          ...table,
          columns: [
            { key: 'role', label: 'Part' },
            ...table.columns,
            ...(has('stance') ? [{ key: 'stance', label: 'Stance' }] : []),
            ...(has('cares') ? [{ key: 'cares', label: 'Cares about' }] : []),
          ],
          rows,
        },
      ],
      focus: [focusOf(Company, company), ...people.slice(0, 3).map((one) => focusOf(Contact, one))],
      suggestions: suggestionsFor(people, members, gaps),
      facts: { gaps },
      isAnswer: true,
    };
  },
});

const rankOf = (role: CommitteeRole | undefined) =>
  role === undefined ? COMMITTEE_ROLES.length : COMMITTEE_ROLES.indexOf(role);

const PLAYS = { one: 'person plays a part', many: 'people play a part' };

function saidOf(name: string, confirmed: number, people: number): string {
  if (confirmed === 0)
    return `Judged by their job titles, these ${counted(people, PLAYS)} at **${name}**; nobody has confirmed it.`;
  const rest = people - confirmed;
  const suggested = rest > 0 ? `, and ${rest} more are judged by their job titles` : '';
  return `At **${name}** the part of ${counted(confirmed, { one: 'person', many: 'people' })} is known${suggested}.`;
}

function interestsIn(known: ReadonlyArray<{ cells: Record<string, string> }>): string {
  if (known.length === 0) return 'Of none of them it is recorded what they care about.';
  const said = known.slice(0, NAMED).map(({ cells }) => `**${cells.name ?? ''}** cares about ${cells.cares}`);
  return `${listed(said)}.`;
}

/** Sentences that confirm what a title suggests, the most wanted first. */
function suggestionsFor(
  people: readonly ContactRecord[],
  members: ReadonlyArray<{ contactId: string }>,
  gaps: readonly string[],
): string[] {
  const open = people.flatMap((person) => {
    const role = suggestedRole(person.jobTitle);
    const isKnown = members.some(({ contactId }) => contactId === person.id);
    return role && role !== 'user' && !isKnown ? [{ person, role }] : [];
  });
  const isWanted = ({ role }: { role: CommitteeRole }) =>
    gaps.some((gap) => gap.includes(role.replace('_', ' ')));
  return open
    .toSorted((a, b) => Number(isWanted(b)) - Number(isWanted(a)) || rankOf(a.role) - rankOf(b.role))
    .slice(0, NAMED)
    .map(({ person, role }) => `${person.name} is our ${roleInWords(role).toLowerCase()}`);
}

/** What people are interested in and what is remembered of them, by contact. */
async function caresOf(context: ToolContext, people: readonly ContactRecord[]): Promise<Map<string, string>> {
  const { records } = await context.crm.records(AIMemory).find(context.scope, {
    where: [{ field: 'subjectId', op: 'in', value: people.map(({ id }) => id) }, ACTIVE],
    sort: '-createdAt',
    limit: 200,
  });
  return new Map(
    people.map(({ id, interest }) => {
      const facts = records.filter(({ subjectId }) => subjectId === id).map(({ fact }) => fact);
      return [id, [...(interest ? [interest] : []), ...facts.slice(0, FACTS)].join('; ')];
    }),
  );
}
