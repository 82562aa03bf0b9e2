import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { descendantIds } from '@clianta/crm-core/crm/company/ancestors';
import { Company, type CompanyRecord } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { fold } from '@clianta/crm-core/entity/search-text';
import { ConflictError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { deleteTool, updateTool } from '../../tools/change-tools.ts';
import { alreadyThere, createdResult, wasMadeNow } from '../../tools/create-tool.ts';
import { createShape } from '../../tools/fields.ts';
import { counted, formatDate } from '../../tools/format.ts';
import { getTool } from '../../tools/get-tool.ts';
import { worthInWords } from '../../tools/money-words.ts';
import { candidates } from '../../tools/resolve.ts';
import { searchTool } from '../../tools/search-tool.ts';
import { storedValues } from '../../tools/translate.ts';

const entity = Company;

export const searchCompanies = searchTool(
  entity,
  'Lists or counts companies by any of their fields: industry, size, city, owner, status, tags.',
);

export const getCompany = getTool(
  entity,
  'Shows one company with its people, open deals and what happened last.',
  {
    async more(context, record) {
      const company = record as unknown as CompanyRecord;
      const where = [{ field: 'companyId', op: 'eq' as const, value: company.id }];
      const [people, deals, latest, daughters] = await Promise.all([
        context.crm.records(Contact).count(context.scope, { where }),
        context.crm.records(Opportunity).find(context.scope, { where, limit: 100 }),
        context.crm.records(Activity).find(context.scope, { where, sort: '-at', limit: 1 }),
        descendantIds(context.crm.store, context.scope.workspaceId, company.id),
      ]);
      const open = deals.records.filter((deal) => deal.status === 'open');
      const won = deals.records.filter((deal) => deal.status === 'won');
      const worth = (list: typeof open) => worthInWords(context, list);
      const parts = [
        `**${company.name}** has ${counted(people, Contact.label)} and ${counted(open.length, { one: 'open deal', many: 'open deals' })} worth ${worth(open)}.`,
      ];
      if (won.length > 0) parts.push(`Won so far: ${counted(won.length, Opportunity.label)}, ${worth(won)}.`);
      if (daughters.length > 0) parts.push('Its daughters do not count in that.');
      const last = latest.records[0];
      if (last) parts.push(`Last: ${last.subject} (${formatDate(last.at, context)}).`);
      return { text: parts.join(' '), facts: { people, openDeals: open.length, openWorth: worth(open) } };
    },
  },
);

export const createCompany = defineTool({
  name: 'create_company',
  does: 'Adding a company',
  operation: 'create',
  entity: 'company',
  description: 'Adds a company with what is known of it.',
  input: z.strictObject(createShape(Company)),
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const given = args as Record<string, unknown> & { name: string };
    const service = context.crm.records(Company);
    const values = await storedValues(context, entity, { owner: 'me', ...given });
    const same = (await candidates(context, Company, given.name)).find(
      (one) => fold(one.name) === fold(given.name),
    );
    if (same && !(await wasMadeNow(context, same.id))) return alreadyThere(context, entity, same);
    try {
      const record = await service.create(context.scope, values as { name: string });
      return await createdResult(context, entity, record, `Created the company **${record.name}**.`);
    } catch (error) {
      if (!(error instanceof ConflictError) || !error.existingId) throw error;
      return alreadyThere(context, entity, await service.get(context.scope, error.existingId));
    }
  },
});

export const updateCompanies = updateTool(
  entity,
  'Changes fields of one company, or of all that match a filter (more than one need approval).',
);

export const deleteCompanies = deleteTool(
  entity,
  'Moves one company, or all that match a filter, to the trash.',
);
