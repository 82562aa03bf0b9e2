import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { GRADES } from '@clianta/crm-core/intelligence/lead-score/lead-score.schema';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { searchShape } from '../../tools/fields.ts';
import { type SearchArgs, searched } from '../../tools/search-tool.ts';

const { where, anyOf, text, limit, page, countOnly, sort } = searchShape(Contact);

export const listLeads = defineTool({
  name: 'list_leads',
  does: 'Ranking leads',
  operation: 'list',
  entity: 'contact',
  description: 'The best leads first, by their score; of a grade, or of whatever else is known of them.',
  input: z.strictObject({
    grade: z.enum(GRADES).optional(),
    where,
    anyOf,
    text,
    limit,
    page,
    countOnly,
    sort,
  }),
  effect: 'read',
  async run({ grade, ...given }, context): Promise<ToolResult> {
    const args: SearchArgs = {
      ...(given as SearchArgs),
      sort: given.sort ?? '-leadScore',
      where: [
        ...(given.where ?? []),
        ...(grade ? [{ field: 'leadGrade', op: 'eq' as const, value: grade }] : []),
        // without a score there is no place for it
        { field: 'leadScore', op: 'is_set' as const },
      ],
      columns: ['company', 'jobTitle', 'leadGrade', 'leadScore', 'owner', 'status'],
    };
    return searched(context, Contact, args);
  },
});
