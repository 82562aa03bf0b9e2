import type { Reply } from '@clianta/agents/reply.schema';
import { fits, meets } from './expected-value.ts';
import type { Fact, Facts } from './facts.ts';
import type { Shows } from './language-line.schema.ts';
import { spokenAnswer } from './spoken-answer.ts';

interface Shown {
  titles: string[];
  /** How many the answer says there are. */
  count: number;
}

/** What of a list is not as it should be. */
export function missingRows(reply: Reply, shows: Shows, facts: Facts): string[] {
  const problems: string[] = [];
  const records = facts.all(shows.of);
  const shown = shownIn(reply, records);
  const wanted =
    shows.only?.map((title) => titleFitting(records, title)) ??
    (shows.where && records.filter((one) => meets(one, shows.where)).map(({ title }) => title));
  if (wanted) {
    const extra = shown.titles.filter((title) => !wanted.includes(title));
    // the first few of many are what was asked for when they are named
    const isAll = shows.only !== undefined || shown.count <= new Set(shown.titles).size;
    const left = isAll ? wanted.filter((title) => !shown.titles.includes(title)) : [];
    if (extra.length > 0) problems.push(`shows ${some(extra)}, which do not belong there`);
    if (left.length > 0) problems.push(`does not show ${some(left)}`);
    if (!isAll && shown.count !== wanted.length)
      problems.push(`shows ${shown.count} instead of ${wanted.length}`);
    if (
      wanted.length === 0 &&
      shown.titles.length === 0 &&
      !/\b(no|none|nobody|nothing|0)\b/i.test(spokenAnswer(reply))
    )
      problems.push('does not say that there is none');
  }
  for (const title of shows.has ?? [])
    if (!shown.titles.some((one) => fits(one, title))) problems.push(`does not show ${title}`);
  for (const title of shows.hasNot ?? [])
    if (shown.titles.some((one) => fits(one, title))) problems.push(`shows ${title}`);
  if (shows.first && !fits(shown.titles[0] ?? '', shows.first))
    problems.push(`shows ${shown.titles[0] ?? 'nothing'} first instead of ${shows.first}`);
  if (shows.sorted && !isSorted(shown.titles, records, shows.sorted))
    problems.push(`is not sorted by ${shows.sorted}`);
  return problems;
}

const some = (titles: readonly string[]): string =>
  titles.length > 4 ? `${titles.slice(0, 3).join(', ')} and ${titles.length - 3} more` : titles.join(', ');

/** @throws Error when the data name what is not there */
function titleFitting(records: readonly Fact[], title: string): string {
  const found = records.find((one) => fits(one.title, title));
  if (!found) throw new Error(`There is no record called “${title}”.`);
  return found.title;
}

/** The records of the kind that the answer shows: in tables and on cards, else those that its words name. */
function shownIn(reply: Reply, records: readonly Fact[]): Shown {
  const byId = new Map(records.map((one) => [one.id, one.title]));
  const known = new Set(records.map(({ title }) => title));
  const titles: string[] = [];
  let count = 0;
  for (const card of reply.cards) {
    if (card.type === 'record' && byId.has(card.id)) titles.push(byId.get(card.id) ?? card.title);
    if (card.type !== 'table') continue;
    const own = card.rows.flatMap(({ id, cells }) => {
      const first = String(Object.values(cells)[0] ?? '');
      return byId.get(id ?? '') ?? (known.has(first) ? first : []);
    });
    titles.push(...own);
    if (own.length > 0) count = Math.max(count, card.count);
  }
  if (titles.length > 0) return { titles, count: Math.max(count, new Set(titles).size) };
  const text = spokenAnswer(reply);
  // the longest name counts: "upgrade 69" is no "upgrade"
  let rest = text;
  for (const title of [...known].sort((a, b) => b.length - a.length)) {
    if (!rest.includes(title)) continue;
    titles.push(title);
    rest = rest.replaceAll(title, '');
  }
  titles.sort((a, b) => text.indexOf(a) - text.indexOf(b));
  return { titles, count: titles.length };
}

function isSorted(titles: readonly string[], records: readonly Fact[], by: string): boolean {
  const name = by.replace(/^-/, '');
  const values = titles.map((title) => records.find((one) => one.title === title)?.values[name]);
  const there = values.filter((value) => value !== null && value !== undefined) as Array<string | number>;
  const inOrder = (a: string | number, b: string | number) => (by.startsWith('-') ? a >= b : a <= b);
  return there.every((value, at) => at === 0 || inOrder(there[at - 1] as string | number, value));
}
