import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../../recognise/unit.ts';
import { add, type Rule } from '../selection.ts';

/** "in Proposal", "in the Negotiation stage", "Proposal deals", "in Proposal or Negotiation", "not in Qualified". */
export const stage: Rule = (reader, at) => {
  const { clause, selection } = reader;
  if (selection.entity !== 'opportunity') return 0;
  let i =
    at +
    phraseAt(
      clause.units,
      at,
      `in|at|in the|at the|in stage|in the stage|with stage|stage|whose stage is|sitting in|stuck in|
    currently in|that are in|which are in|are in|stuck at|that reached|in stages|sitting at|stage is|
    at stage`,
    );
  const names: string[] = [];
  for (;;) {
    const found = sensesAt(clause, i, 'stage')[0];
    if (!found) break;
    names.push(found.sense.name);
    i += found.length;
    const joint = phraseAt(clause.units, i, 'or|,|and|, or|and in|or in');
    if (joint === 0 || !sensesAt(clause, i + joint, 'stage')[0]) break;
    i += joint;
  }
  if (names.length === 0) return 0;
  if (/^(stage|stages|phase|step)$/.test(normAt(clause.units, i))) i++;
  // "won deals" and "lost deals" are a status in whatever pipeline
  const status =
    names.length === 1 && i - at === 1 && /^(won|lost|open)$/.test(normAt(clause.units, at))
      ? normAt(clause.units, at)
      : undefined;
  if (status) add(reader, { field: 'status', op: 'eq', value: status });
  else
    add(
      reader,
      names.length === 1
        ? { field: 'stage', op: 'eq', value: names[0] }
        : { field: 'stage', op: 'in', value: names },
    );
  return i - at;
};

/** "in the SaaS pipeline". */
export const pipeline: Rule = (reader, at) => {
  const { clause, selection } = reader;
  if (selection.entity !== 'opportunity') return 0;
  const lead = phraseAt(
    clause.units,
    at,
    `in|in the|of the|from the|on the|in pipeline|in the pipeline|in our|from|of|within the|across the`,
  );
  const found = sensesAt(clause, at + lead, 'pipeline')[0];
  if (!found) {
    const bare = phraseAt(
      clause.units,
      at,
      'in the pipeline|in our pipeline|in my pipeline|in pipeline|pipeline|our pipeline|sales pipeline|open pipeline|the pipeline',
    );
    if (bare > 0) add(reader, { field: 'status', op: 'eq', value: 'open' });
    return bare;
  }
  const end = at + lead + found.length;
  const hasNoun = /^(pipeline|funnel|process)$/.test(normAt(clause.units, end));
  if (!hasNoun && lead === 0) return 0;
  add(reader, { field: 'pipeline', op: 'eq', value: found.sense.id });
  return end + (hasNoun ? 1 : 0) - at;
};
