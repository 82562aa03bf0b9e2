import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, textOf } from '../../../recognise/unit.ts';
import { readValue } from '../read-value.ts';
import { add, fieldAt, type Rule } from '../selection.ts';
import { moreOptions } from './options.ts';
import { valueEnd } from './value-end.ts';

/** "tagged VIP", "with the tag VIP", "labelled west". */
export const tagged: Rule = (reader, at) => {
  const { clause } = reader;
  const without = phraseAt(clause.units, at, 'without|without the|not having the|lacking the');
  const isLeftOut = without > 0 && phraseAt(clause.units, at + without, 'tag|label') > 0;
  if (isLeftOut) reader.isNegated = !reader.isNegated;
  const length = isLeftOut
    ? without + 1
    : phraseAt(
        clause.units,
        at,
        `tagged|tagged as|tagged with|with tag|with the tag|with the tags|with tags|labelled|labeled|
    labelled as|having the tag|that have the tag|with label|with the label|that are tagged|
    who are tagged|are tagged|have the tag|has tag|carrying the tag`,
      );
  if (length === 0) return 0;
  const tags: string[] = [];
  let end = at + length;
  for (let next = end; ; ) {
    // a tag may be any word, "partner" too
    const known = clause.units[next]?.values?.find(({ field }) => field === 'tags');
    const stop = Math.max(valueEnd(reader, next), Math.min(next + (known?.length ?? 1), reader.to));
    const text = textOf(clause, next, stop).replace(/^["']|["']$/g, '');
    if (!text) break;
    tags.push(text);
    end = stop;
    const joint = phraseAt(clause.units, end, 'or|or tagged|or with tag');
    if (joint === 0) break;
    next = end + joint;
  }
  if (tags.length === 0) return 0;
  add(
    reader,
    tags.length === 1
      ? { field: 'tags', op: 'eq', value: tags[0] }
      : { field: 'tags', op: 'in', value: tags },
  );
  return end - at;
};

/** "with 'works' in the name". */
export const inName: Rule = ({ clause, selection, to }, at) => {
  const lead = phraseAt(clause.units, at, 'with|that have|having|which have|containing|with the word');
  const tail = phraseAt(
    clause.units,
    at + lead + 1,
    'in the name|in their name|in the title|in its name|in their title|in its title|in their names',
  );
  const unit = clause.units[at + lead];
  if (lead === 0 || tail === 0 || !unit || at + lead + 1 >= to) return 0;
  selection.text = unit.kind === 'quote' ? unit.text.slice(1, -1) : unit.text;
  return lead + 1 + tail;
};

/** "named Jane", "called Northwind", "whose name contains corp". */
export const called: Rule = (reader, at) => {
  const { clause, selection } = reader;
  const length = phraseAt(
    clause.units,
    at,
    `named|called|with the name|by the name of|titled|with name|whose name is|whose name contains|
    with the title|matching|containing|starting with|about|whose title contains|mentioning|
    with the word`,
  );
  if (length === 0) return 0;
  // "about Contoso" is a link to the record
  if (
    /^(about|mentioning)$/.test(normAt(clause.units, at)) &&
    (clause.units[at + 1]?.matches ?? []).length > 0
  )
    return 0;
  const end = valueEnd(reader, at + length);
  const text = textOf(clause, at + length, end).replace(/^["']|["']$/g, '');
  if (!text) return 0;
  selection.text = text;
  return end - at;
};

const IS = `is|are|=|:|equals|equal to|of|contains|containing|like|includes|set to|being|was|in`;

/** "whose source is webinar", "with status qualified", "interested in software", "where city = Berlin". */
export const fieldValue: Rule = (reader, at) => {
  const { clause } = reader;
  const lead = phraseAt(
    clause.units,
    at,
    `with|whose|where|where the|with a|with an|that have|who have|with the|who are|that are|in|in the|
    having|by|for which|of|that|who|which|are`,
  );
  const found = fieldAt(reader, at + lead);
  if (!found || found.field.kind === 'date' || found.field.kind === 'number') return 0;
  let i = at + lead + found.length;
  const is = phraseAt(clause.units, i, IS);
  const isTold =
    is > 0 ||
    lead > 0 ||
    / /.test(
      clause.units
        .slice(at + lead, i)
        .map((unit) => unit.norm)
        .join(' '),
    );
  if (!isTold && found.field.kind !== 'enum') return 0;
  // "which source brings the best": without a verb, only what is a value says which
  const isPlainText = found.field.kind === 'string' && !found.field.ref && clause.units[i]?.kind === 'word';
  const asks = /^(which|what)$/.test(normAt(clause.units, at));
  if (is === 0 && asks && isPlainText && !clause.units[i]?.values?.length) return 0;
  i += is;
  const blank = phraseAt(clause.units, i, 'missing|empty|blank|unknown|not set|unset|not filled in');
  if (is > 0 && blank > 0) {
    add(reader, { field: found.field.name, op: 'is_empty' });
    return i + blank - at;
  }
  if (normAt(clause.units, i) === 'not' || normAt(clause.units, i) === 'no') {
    reader.isNegated = !reader.isNegated;
    i++;
  }
  const end = /^(string|array)$/.test(found.field.kind) && !found.field.ref ? valueEnd(reader, i) : reader.to;
  const value = end > i ? readValue(found.field, reader, i, end) : undefined;
  if (!value || value.length === 0) return 0;
  if (found.field.kind === 'enum') {
    const more = moreOptions(reader, i + value.length, found.field.name);
    add(
      reader,
      more.values.length > 0
        ? { field: found.field.name, op: 'in', value: [value.value, ...more.values] }
        : { field: found.field.name, op: 'eq', value: value.value },
    );
    return i + value.length + more.length - at;
  }
  const isText = found.field.kind === 'string' && !found.field.ref && found.field.name !== 'stage';
  const single = Array.isArray(value.value) && value.value.length === 1 ? value.value[0] : value.value;
  add(reader, {
    field: found.field.name,
    op: isText ? 'contains' : Array.isArray(single) ? 'in' : 'eq',
    value: single,
  });
  return i + value.length - at;
};
