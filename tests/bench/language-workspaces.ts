import type { LanguageContext, NameMatch } from '@clianta/agents/language/language-context';
import { aContext, fixtureId } from '@clianta/agents/language/testing/fixture-context';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { fold, foldWords, typoForms } from '@clianta/crm-core/entity/search-text';

/** As many of a kind as the search of the database hands out. */
const MATCHES = 6;
const SYLLABLES = [
  'ba',
  'cor',
  'den',
  'fi',
  'gal',
  'hol',
  'jun',
  'kes',
  'lum',
  'mar',
  'nor',
  'pel',
  'quo',
  'rin',
  'sto',
  'tav',
];
const FIELDS_OF = ['contact', 'company', 'opportunity'];

interface WorkspaceSize {
  contacts: number;
  companies: number;
  /** Words that the workspace brings: options, fields, stages, pipelines. */
  ownWords: number;
}

interface Named {
  entity: NameMatch['entity'];
  title: string;
}

/** The fixture's workspace with as many made-up people, companies and words besides. */
export function aWorkspace({ contacts, companies, ownWords }: WorkspaceSize): LanguageContext {
  const plain = aContext();
  const people = Array.from({ length: contacts }, (_, i) => ({
    entity: 'contact',
    title: `${wordOf(i % 600)} ${wordOf(1_000 + (Math.floor(i / 7) % 4_000))}`,
  }));
  const firms = Array.from({ length: companies }, (_, i) => ({
    entity: 'company',
    title: `${wordOf(6_000 + i)} ${wordOf(20_000 + (i % 200))}`,
  }));
  const find = indexOf([...people, ...firms]);
  return {
    ...plain,
    ...ownWordsOf(plain, ownWords),
    findNames: async (text, entities) =>
      [...(await plain.findNames(text, entities)), ...find(text, entities)].sort((a, b) => b.score - a.score),
  };
}

/** A third of the words are options of fields, a third are fields, the rest stages of pipelines. */
function ownWordsOf(plain: LanguageContext, count: number): Partial<LanguageContext> {
  if (count === 0) return {};
  const third = Math.floor(count / 3);
  const words = (from: number, length: number) =>
    Array.from({ length }, (_, i) => capital(wordOf(40_000 + from + i)));
  const fields = words(0, third).map((label, i) => ({
    entity: FIELDS_OF[i % FIELDS_OF.length] as string,
    key: label.toLowerCase(),
    label,
    type: i === 0 ? 'select' : 'string',
    ...(i === 0 && { options: words(third, third) }),
  }));
  const stages = words(2 * third, count - 2 * third);
  const pipelines = Array.from({ length: Math.ceil(stages.length / 20) }, (_, i) => ({
    id: fixtureId('pipeline', `Own ${i}`),
    name: capital(wordOf(60_000 + i)),
    isDefault: false,
    stages: stages.slice(i * 20, i * 20 + 20).map((name) => ({ name, kind: 'open' })),
  }));
  return {
    customFields: [...plain.customFields, ...fields],
    pipelines: [...plain.pipelines, ...pipelines],
  };
}

/** Three to four syllables; another number is another word. */
function wordOf(number: number): string {
  let left = number;
  let word = '';
  for (let i = 0; i < 4; i++, left = Math.floor(left / SYLLABLES.length))
    word += SYLLABLES[left % SYLLABLES.length];
  return word;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** What the indexes of the database do: words by their beginnings, then by their forms with a letter left out. */
function indexOf(records: readonly Named[]): (text: string, entities?: readonly string[]) => NameMatch[] {
  const byWord = new Map<string, Named[]>();
  for (const record of records)
    for (const word of foldWords(record.title)) {
      const list = byWord.get(word);
      if (list) list.push(record);
      else byWord.set(word, [record]);
    }
  const words = [...byWord.keys()].sort();
  const byForm = new Map<string, string[]>();
  for (const word of words)
    for (const form of typoForms(word)) byForm.set(form, [...(byForm.get(form) ?? []), word]);
  const beginningWith = (start: string) => {
    let [low, high] = [0, words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((words[middle] as string) < start) low = middle + 1;
      else high = middle;
    }
    const found: string[] = [];
    for (let at = low; words[at]?.startsWith(start); at++) found.push(words[at] as string);
    return found;
  };
  const near = (word: string) => {
    const begun = beginningWith(word);
    return begun.length > 0 ? begun : [...new Set(typoForms(word).flatMap((form) => byForm.get(form) ?? []))];
  };
  return (text, entities) => {
    const wanted = foldWords(text).map(near);
    const [first, ...rest] = wanted.sort((a, b) => a.length - b.length);
    if (!first) return [];
    const found: NameMatch[] = [];
    for (const record of first.flatMap((word) => byWord.get(word) ?? [])) {
      if (found.length >= MATCHES) break;
      if (entities && !entities.includes(record.entity)) continue;
      const own = foldWords(record.title);
      if (!rest.every((some) => some.some((word) => own.includes(word)))) continue;
      const score = fold(record.title) === fold(text) ? 1 : 0.7;
      found.push({ ...record, id: idFrom(`${record.entity}:${record.title}`), score });
    }
    return found;
  };
}
