import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { GRADES } from '@clianta/crm-core/intelligence/lead-score/lead-score.schema';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { searchShape } from '../../tools/fields.ts';
import { type SearchArgs, searched } from '../../tools/search-tool.ts';

/** Whoever buys already, or will not. */
const NO_LEADS = ['customer', 'unqualified', 'lost'];
const PLACES = new Set(['country', 'city']);

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
    const { where = [], anyOf, ...rest } = given as SearchArgs;
    const named = new Set(where.map(({ field }) => field));
    const [place, ...others] = where.filter(({ field }) => PLACES.has(field));
    const isPlace = place && others.length === 0 && !anyOf;
    const args: SearchArgs = {
      ...rest,
      sort: given.sort ?? '-leadScore',
      where: [
        ...where.filter((condition) => !isPlace || condition !== place),
        ...(grade ? [{ field: 'leadGrade', op: 'eq' as const, value: grade }] : []),
        // without a score there is no place for it
        { field: 'leadScore', op: 'is_set' as const },
        ...(named.has('status') ? [] : [{ field: 'status', op: 'not_in' as const, value: NO_LEADS }]),
      ],
      // where somebody is at home that has no place of their own, their company says
      ...(isPlace
        ? { anyOf: [[place], [{ field: 'company', op: 'is_set' as const, where: [place] }]] }
        : anyOf && { anyOf }),
      columns: ['company', 'jobTitle', 'leadGrade', 'leadScore', 'owner', 'status'],
    };
    return searched(context, Contact, args);
  },
});
