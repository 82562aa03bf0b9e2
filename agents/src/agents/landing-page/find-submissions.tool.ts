import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { FormSubmission } from '@clianta/crm-core/marketing/form-submission/form-submission.schema';
import { LandingPage } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf, searchShape } from '../../tools/fields.ts';
import { type SearchArgs, searched } from '../../tools/search-tool.ts';
import { pageMeant } from './page-meant.ts';

export const findSubmissions = defineTool({
  name: 'find_submissions',
  does: 'Looking at form submissions',
  operation: 'list',
  entity: FormSubmission.name,
  description:
    'Lists or counts what people sent by forms: by form, page, time, status (pending: not confirmed yet; spam: put aside) or any other field.',
  input: z.strictObject({
    landingPage: oneOf(LandingPage).optional().describe('Only those sent on this landing page, by its form'),
    ...searchShape(FormSubmission),
  }),
  effect: 'read',
  slash: { command: 'submissions' },
  async run({ landingPage: name, ...args }, context): Promise<ToolResult> {
    const page = name === undefined ? undefined : await pageMeant(context, name);
    const given = args as SearchArgs;
    const isOfStatus = (given.where ?? []).some(({ field }) => field === 'status');
    const silent: Condition[] = [
      // what was put aside is no answer, unless it is asked for
      ...(isOfStatus ? [] : [{ field: 'status', op: 'ne' as const, value: 'spam' }]),
      ...(page?.goalFormId ? [{ field: 'formId', op: 'eq' as const, value: page.goalFormId }] : []),
    ];
    const result = await searched(context, FormSubmission, { sort: '-at', ...given }, silent);
    return { ...result, isOutside: 'what people sent by forms' };
  },
});
