import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company, type CompanyRecord } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { fold } from '@clianta/crm-core/entity/search-text';
import { ConflictError } from '@clianta/crm-core/errors';
import { defineTool, type ToolResult } from '../tool.ts';
import { deleteTool, updateTool } from './change-tools.ts';
import { counted, formatDate, formatMoney, listed } from './format.ts';
import { toolInputs } from './inputs.ts';
import { recordCard } from './present.ts';
import { createdResult, focusOf, getTool } from './record-tools.ts';
import { candidates, resolveOne } from './resolve.ts';
import { searchTool } from './search-tool.ts';
import { tableCard } from './table-card.ts';
import { storedValues } from './translate.ts';

const entity = Company;

export const searchCompanies = searchTool({
  entity,
  name: 'search_companies',
  description: 'Lists or counts companies by any of their fields: industry, size, city, owner, status, tags.',
  defaultSort: 'name',
});

export const getCompany = getTool({
  entity,
  name: 'get_company',
  description: 'Shows one company with its people, open deals and what happened last.',
  async more(context, record) {
    const company = record as unknown as CompanyRecord;
    const where = [{ field: 'companyId', op: 'eq' as const, value: company.id }];
    const [people, deals, latest] = await Promise.all([
      context.crm.records(Contact).count(context.scope, { where }),
      context.crm.records(Opportunity).find(context.scope, { where, limit: 100 }),
      context.crm.records(Activity).find(context.scope, { where, sort: '-at', limit: 1 }),
    ]);
    const open = deals.records.filter((deal) => deal.status === 'open');
    const won = deals.records.filter((deal) => deal.status === 'won');
    const worth = (list: typeof open) =>
      formatMoney(
        list.reduce((sum, deal) => sum + (deal.amountMinor ?? 0), 0),
        context.currency,
        context,
      );
    const parts = [
      `**${company.name}** has ${counted(people, Contact.label)} and ${counted(open.length, { one: 'open deal', many: 'open deals' })} worth ${worth(open)}.`,
    ];
    if (won.length > 0) parts.push(`Won so far: ${counted(won.length, Opportunity.label)}, ${worth(won)}.`);
    const last = latest.records[0];
    if (last) parts.push(`Last: ${last.subject} (${formatDate(last.at, context)}).`);
    return { text: parts.join(' '), facts: { people, openDeals: open.length, openWorth: worth(open) } };
  },
});

export const createCompany = defineTool({
  name: 'create_company',
  description: 'Adds a company with what is known of it.',
  input: toolInputs.create_company,
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const given = args as Record<string, unknown> & { name: string };
    const service = context.crm.records(Company);
    const values = await storedValues(context, entity, { owner: 'me', ...given });
    const same = (await candidates(context, Company, given.name)).find(
      (one) => fold(one.name) === fold(given.name),
    );
    if (same && !(await isOwnWrite(same.id))) return there(same);
    try {
      const record = await service.create(context.scope, values as { name: string });
      return createdResult(context, entity, record, `Created the company **${record.name}**.`);
    } catch (error) {
      if (!(error instanceof ConflictError) || !error.existingId) throw error;
      return there(await service.get(context.scope, error.existingId));
    }

    async function isOwnWrite(id: string): Promise<boolean> {
      const made = await context.crm.store.model('userAction').exists({
        workspaceId: context.scope.workspaceId,
        recordId: id,
        turnId: context.turnId,
        change: 'created',
      });
      return made !== null;
    }

    async function there(company: CompanyRecord): Promise<ToolResult> {
      return {
        text: `There is already a company **${company.name}**, so I added nothing. Tell me what to change on it, if anything.`,
        cards: [await recordCard(context, entity, company, { badge: 'Already there' })],
        focus: [focusOf(entity, company)],
        isAnswer: true,
      };
    }
  },
});

export const updateCompanies = updateTool({
  entity,
  name: 'update_companies',
  description: 'Changes fields of one company, or of all that match a filter (more than 10 need approval).',
});

export const deleteCompanies = deleteTool({
  entity,
  name: 'delete_companies',
  description: 'Moves one company, or all that match a filter, to the trash.',
});

export const getCompanyHierarchy = defineTool({
  name: 'get_company_hierarchy',
  description: 'Shows the parent and the subsidiaries of a company.',
  input: toolInputs.get_company_hierarchy,
  effect: 'read',
  async run({ company: name }, context): Promise<ToolResult> {
    const company = await resolveOne(context, Company, name, 'company');
    const service = context.crm.records(Company);
    const parent = company.parentId
      ? (await service.getMany(context.scope, [company.parentId])).get(company.parentId)
      : undefined;
    const children = await service.find(context.scope, {
      where: [{ field: 'parentId', op: 'eq', value: company.id }],
      sort: 'name',
      limit: 50,
    });
    const lines = [
      parent
        ? `**${company.name}** belongs to **${parent.name}**.`
        : `**${company.name}** has no parent company on record.`,
      children.records.length > 0
        ? `It owns ${listed(children.records.map((child) => child.name))}.`
        : 'It has no subsidiaries on record.',
    ];
    return { text: lines.join(' '), focus: [focusOf(entity, company)], isAnswer: true };
  },
});

/** Words of a job title that tell the part someone plays in a purchase. */
const ROLES: Array<[role: string, words: RegExp]> = [
  ['Decides', /\b(ceo|cfo|coo|cto|cio|chief|founder|owner|president|managing director|vp|vice president)\b/i],
  ['Influences', /\b(head|director|lead|principal|manager)\b/i],
  ['Buys', /\b(procurement|purchasing|buyer|finance|legal)\b/i],
];

export const getBuyingCommittee = defineTool({
  name: 'get_buying_committee',
  description: 'Shows who at a company decides, influences, buys or uses, judged by job titles.',
  input: toolInputs.get_buying_committee,
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
    const table = await tableCard(context, Contact, people.records, {
      title: `Buying committee of ${company.name}`,
      count: people.records.length,
    });
    const rows = table.rows
      .map((row, index) => ({
        ...row,
        cells: { role: roleOf(people.records[index]?.jobTitle), ...row.cells },
      }))
      .sort((a, b) => order.indexOf(a.cells.role) - order.indexOf(b.cells.role));
    return {
      text: `Judged by their job titles, these ${counted(rows.length, { one: 'person plays a part', many: 'people play a part' })} at **${company.name}**.`,
      cards: [{ ...table, columns: [{ key: 'role', label: 'Part' }, ...table.columns], rows }],
      focus: [focusOf(entity, company)],
      isAnswer: true,
    };
  },
});
