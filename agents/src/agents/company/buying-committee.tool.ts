import { AIMemory } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { tableCard } from '../../tools/table-card.ts';

/** People who are named in the sentence, and facts of each. */
const NAMED = 3;
const FACTS = 3;

/** Words of a job title that tell the part someone plays in a purchase. */
const ROLES: Array<[role: string, words: RegExp]> = [
  ['Decides', /\b(ceo|cfo|coo|cto|cio|chief|founder|owner|president|managing director|vp|vice president)\b/i],
  ['Influences', /\b(head|director|lead|principal|manager)\b/i],
  ['Buys', /\b(procurement|purchasing|buyer|finance|legal)\b/i],
];

export const getBuyingCommittee = defineTool({
  name: 'get_buying_committee',
  does: 'Looking at who decides',
  operation: 'read',
  entity: 'company',
  description:
    'Shows who at a company decides, influences, buys or uses, judged by job titles, and what each of them cares about.',
  input: z.strictObject({ company: oneOf(Company) }),
  effect: 'read',
  async run({ company: name }, context): Promise<ToolResult> {
    const company = await resolveOne(context, Company, name, 'company');
    const people = await context.crm.records(Contact).find(context.scope, {
      where: [{ field: 'companyId', op: 'eq', value: company.id }],
      sort: 'name',
      limit: 100,
    });
    if (people.records.length === 0) {
      return { text: `There is nobody from **${company.name}** in your contacts yet.`, isAnswer: true };
    }
    const order = ['Buys', 'Decides', 'Influences', 'Uses'];
    const roleOf = (title: string | undefined) =>
      ['Buys', 'Decides', 'Influences'].find((role) =>
        ROLES.find(([name]) => name === role)?.[1].test(title ?? ''),
      ) ?? 'Uses';
    const [table, cares] = await Promise.all([
      tableCard(context, Contact, people.records, {
        title: `Buying committee of ${company.name}`,
        count: people.records.length,
      }),
      caresOf(context, people.records),
    ]);
    const rows = table.rows
      .map((row, index) => ({
        ...row,
        cells: {
          role: roleOf(people.records[index]?.jobTitle),
          ...row.cells,
          cares: cares.get(row.id ?? '') ?? '',
        },
      }))
      .sort((a, b) => order.indexOf(a.cells.role) - order.indexOf(b.cells.role));
    const known = rows.filter(({ cells }) => cells.cares);
    const said = known
      .slice(0, NAMED)
      .map(({ cells }) => `**${'name' in cells ? cells.name : ''}** cares about ${cells.cares}`);
    const interests =
      known.length > 0 ? ` ${listed(said)}.` : ' Of none of them it is recorded what they care about.';
    return {
      text: `Judged by their job titles, these ${counted(rows.length, { one: 'person plays a part', many: 'people play a part' })} at **${company.name}**.${interests}`,
      cards: [
        {
          ...table,
          columns: [
            { key: 'role', label: 'Part' },
            ...table.columns,
            ...(known.length > 0 ? [{ key: 'cares', label: 'Cares about' }] : []),
          ],
          rows,
        },
      ],
      focus: [focusOf(Company, company)],
      isAnswer: true,
    };
  },
});

/** What people are interested in and what is remembered of them, by contact. */
async function caresOf(context: ToolContext, people: readonly ContactRecord[]): Promise<Map<string, string>> {
  const { records } = await context.crm.records(AIMemory).find(context.scope, {
    where: [{ field: 'subjectId', op: 'in', value: people.map(({ id }) => id) }],
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
