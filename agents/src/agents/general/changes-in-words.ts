import type { UserActionRecord } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import type { ToolContext } from '../../tool.ts';
import { capitalize, counted, listed } from '../../tools/format.ts';
import { describeChanges } from '../../tools/present.ts';

/** Records that are named where the same was done to many. */
const NAMED = 5;

interface Said {
  action: UserActionRecord;
  what: string;
}

/** Entries of the audit log, a line for each; what was done alike to many records is one line. */
export async function changesInWords(
  context: ToolContext,
  actions: readonly UserActionRecord[],
): Promise<string[]> {
  const said = await Promise.all(
    actions.map(async (action): Promise<Said> => ({ action, what: await changeInWords(context, action) })),
  );
  const alike = new Map<string, Said[]>();
  for (const one of said) {
    const key = `${one.action.entity} ${one.action.change} ${one.what}`;
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()].map((group) => lineOf(context, group));
}

function lineOf(context: ToolContext, group: readonly Said[]): string {
  const [first] = group;
  if (!first) return '';
  const { label } = context.crm.store.entity(first.action.entity);
  const done = capitalize(first.action.change === 'created' ? 'added' : first.action.change);
  const what = first.what && `: ${first.what}`;
  if (group.length === 1) return `${done} the ${label.one} **${first.action.recordTitle}**${what}`;
  const names = group.slice(0, NAMED).map(({ action }) => action.recordTitle);
  const more = group.length - names.length;
  const who = more > 0 ? `${names.join(', ')} and ${more} more` : listed(names);
  return `${done} **${counted(group.length, label)}**${what} (${who})`;
}

/** "stage from Proposal to Negotiation"; of a new or deleted record nothing but that. */
async function changeInWords(context: ToolContext, action: UserActionRecord): Promise<string> {
  if (action.change !== 'updated') return '';
  const entity = context.crm.store.entity(action.entity);
  // what follows from another change by itself, such as since when a deal is in its stage
  const derived = new Set(entity.fields.filter((field) => field.readOnly).map((field) => field.name));
  const after = Object.fromEntries(Object.entries(action.after).filter(([name]) => !derived.has(name)));
  const changes = await describeChanges(context, entity, after, action.before);
  return listed(
    changes
      .filter(({ from, to }) => from !== to)
      .map(({ label, from, to }) => `${label.toLowerCase()} from ${from} to ${to}`),
  );
}
