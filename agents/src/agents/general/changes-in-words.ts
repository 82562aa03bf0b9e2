import type { UserActionRecord } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import type { ToolContext } from '../../tool.ts';
import { differenceInWords } from '../../tools/difference-in-words.ts';
import { capitalize, counted, listed } from '../../tools/format.ts';

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
    actions.map(async (action): Promise<Said> => {
      const { change, before, after } = action;
      const entity = context.crm.store.entity(action.entity);
      return {
        action,
        what: change === 'updated' ? await differenceInWords(context, entity, before, after) : '',
      };
    }),
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
