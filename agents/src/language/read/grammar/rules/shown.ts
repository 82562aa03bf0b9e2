import { phraseAt } from '../../../recognise/phrases.ts';
import { fieldListAt } from '../columns.ts';
import type { Rule } from '../selection.ts';

/** "what did we lose last month and why": the reasons of lost deals. */
export const reasons: Rule = ({ clause, selection }, at) => {
  const isLost = selection.where.some(({ field, value }) => field === 'status' && value === 'lost');
  if (!isLost) return 0;
  const length = phraseAt(
    clause.units,
    at,
    `why|and why|, and why|and the reasons|and the reason|with reasons|with the reasons|with the reason|and for what reason|
    and what were the reasons|and what was the reason|and their reasons|including the reasons|with loss reasons|with the loss reasons|
    and what the reasons were|and what were the reasons why|and reasons|including reasons|including the reason`,
  );
  if (length > 0) selection.columns = [...(selection.columns ?? []), '+lossReason'];
  return length;
};

/** "just names and e-mails", "showing the owner": which fields of the records to show. */
export const shown: Rule = ({ clause, selection, to }, at) => {
  const only = phraseAt(clause.units, at, 'just the|just|only the|only|just their|only their|names only');
  const also =
    only > 0
      ? 0
      : phraseAt(
          clause.units,
          at,
          'showing|including|include|along with|together with|plus the|and show|show also',
        );
  const list = only + also > 0 ? fieldListAt(clause, at + only + also, to, selection.entity) : undefined;
  if (!list) return 0;
  const names = list.fields.map((field) => field.name);
  selection.columns = [...(selection.columns ?? []), ...(only > 0 ? names : names.map((name) => `+${name}`))];
  return list.end - at;
};

const CHART = 'chart|charts|graph|graphs|plot|plots|diagram|histogram';

/** "a bar chart of", "as a graph", "plot": the form of the answer, not its content. */
export const charted: Rule = ({ clause: { units }, selection }, at) => {
  let i = at + phraseAt(units, at, 'as a|as|in a|on a|a|the|into a|with a');
  i += phraseAt(units, i, 'bar|pie|line|column|funnel|nice|simple|little');
  const chart = phraseAt(units, i, CHART);
  if (chart === 0) return 0;
  selection.isChart = true;
  i += chart;
  return i + phraseAt(units, i, 'of the|of our|of my|of|for the|for|showing|with|that shows') - at;
};
