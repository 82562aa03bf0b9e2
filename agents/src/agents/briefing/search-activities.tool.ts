import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import type { Tool } from '../../tool.ts';
import { searchTool } from '../../tools/search-tool.ts';
import type { ToolFilter } from '../../tools/translate.ts';

const search = searchTool(
  Activity,
  'Lists, counts or groups calls, notes, e-mails and meetings that were logged: by type, person ("user"), contact, company, deal or time ("at per week"). "How many calls did we log this week", "activities per rep".',
);

/** The activities that people log; what Clianta itself notes of changes only when it is asked for. */
export const searchActivities: Tool = {
  ...search,
  slash: { command: 'activities' },
  run: (args, context) => search.run(loggedOnly(args), context),
};

function loggedOnly(args: Record<string, unknown> & ToolFilter): Record<string, unknown> {
  const conditions = [...(args.where ?? []), ...(args.anyOf ?? []).flat()];
  if (conditions.some(({ field }) => /^(type|kind)$/i.test(field))) return args;
  return { ...args, where: [...(args.where ?? []), { field: 'type', op: 'ne', value: 'change' }] };
}
