import { fold } from '@clianta/crm-core/entity/search-text';
import type { Catalogue } from '../../../catalogue.ts';
import { lookup } from '../../../lookup.ts';
import type { LanguageContext } from '../../language-context.ts';
import { partsOf } from '../../sayings.ts';
import { type EntityName, entityNames, kindOf, learnKinds } from './entities.ts';
import { customField, type FieldInfo, fieldsOf, phraseOf, plural } from './fields.ts';
import { correctTypo, typoIndex } from './typos.ts';
import { type Act, verbs } from './verbs.ts';
import { functionWords, tradeWords } from './words.ts';

/** What a phrase can mean. One phrase may have several senses; the grammar chooses by place. */
export type Sense =
  | { type: 'entity'; entity: EntityName; isPlural: boolean; word: string }
  | { type: 'field'; field: FieldInfo }
  | { type: 'option'; field: FieldInfo; value: string }
  | { type: 'stage'; name: string }
  | { type: 'pipeline'; id: string; name: string }
  | { type: 'verb'; acts: readonly Act[] };

export interface Entry {
  words: readonly string[];
  sense: Sense;
}

type Index = Map<string, Entry[]>;

function put(index: Index, words: readonly string[], sense: Sense): void {
  const first = words[0];
  if (!first) return;
  const list = index.get(first);
  if (list) list.push({ words, sense });
  else index.set(first, [{ words, sense }]);
}

/** Nouns for records that people use beyond the entities' labels and aliases. */
const MORE_NOUNS: Readonly<Record<string, string[] | undefined>> = lookup({
  contact: ['client contact', 'decision maker', 'stakeholder', 'guy', 'lady', 'man', 'woman', 'attendee'],
  company: ['firm', 'org', 'client', 'vendor', 'startup', 'corporation', 'customer account'],
  opportunity: ['opp', 'pipeline deal'],
  task: ['action item', 'follow up task', 'to do', 'chore'],
});

function entityEntries(index: Index, names: readonly EntityName[]): void {
  for (const entity of names) {
    const { label, aliases = [], talk } = kindOf(entity).entity;
    const nouns = Object.entries(talk?.nouns ?? {});
    // a word of titles names many: "the Kestrel renewal" is called so itself
    const ones = nouns.filter(([, { op }]) => op === undefined).map(([noun]) => noun);
    const one = new Set(
      [label.one, ...ones, ...(MORE_NOUNS[entity] ?? [])].map((text) => phraseOf(text).join(' ')),
    );
    const many = new Set(
      [label.many, ...nouns.map(([noun]) => plural(noun))].map((text) => phraseOf(text).join(' ')),
    );
    const all = aliases.map((alias) => phraseOf(alias).join(' '));
    for (const alias of all) {
      const isPlural = alias === 'people' || all.some((other) => plural(other) === alias);
      (isPlural ? many : one).add(alias);
    }
    for (const word of one) if (word !== 'person') many.add(plural(word));
    for (const word of one) put(index, word.split(' '), { type: 'entity', entity, isPlural: false, word });
    for (const word of many) put(index, word.split(' '), { type: 'entity', entity, isPlural: true, word });
  }
}

/** Words for values beyond the options' own names. */
const MORE_OPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = lookup({
  'task.status': {
    done: 'completed',
    finished: 'completed',
    complete: 'completed',
    outstanding: 'open',
    pending: 'open',
    started: 'in_progress',
    ongoing: 'in_progress',
  },
  'opportunity.status': {
    'closed won': 'won',
    'closed lost': 'lost',
    active: 'open',
    live: 'open',
    running: 'open',
    ongoing: 'open',
    undecided: 'open',
    'not decided': 'open',
    'not decided yet': 'open',
    'in play': 'open',
  },
  'company.status': { 'no longer a customer': 'former', 'not a customer any more': 'former' },
  'contact.consent': {
    'opted in': 'given',
    consented: 'given',
    'gave consent': 'given',
    'gave us consent': 'given',
    'gave their consent': 'given',
    'gave us their consent': 'given',
    'given consent': 'given',
    'gave consent for marketing': 'given',
    'gave us consent for marketing': 'given',
    'consent for marketing': 'given',
    'consent to marketing': 'given',
    'marketing consent': 'given',
    'with consent': 'given',
    'opted out': 'withdrawn',
    unsubscribed: 'withdrawn',
    'withdrew consent': 'withdrawn',
    'withdrew their consent': 'withdrawn',
  },
});

function fieldEntries(index: Index, fields: readonly FieldInfo[]): void {
  for (const field of fields) {
    for (const words of field.phrases) put(index, words, { type: 'field', field });
    for (const [phrase, value] of Object.entries(MORE_OPTIONS[`${field.entity}.${field.name}`] ?? {}))
      put(index, phrase.split(' '), { type: 'option', field, value });
    for (const value of field.options) {
      const words = phraseOf(value.replaceAll('_', ' '));
      put(index, words, { type: 'option', field, value });
      // "calls due today" are tasks of that type
      if (field.name === 'type' || field.name === 'status')
        put(index, [plural(words.join(' '))], { type: 'option', field, value });
    }
  }
}

/** The words that every workspace has: kinds of record, their fields and options, verbs. */
interface Base {
  index: Index;
  fields: readonly FieldInfo[];
  words: ReadonlySet<string>;
  typos: ReturnType<typeof typoIndex>;
  /** Words that agents are spoken to with: no misspelling of another. */
  spoken: ReadonlySet<string>;
  /** Words that sayings begin with. */
  beginnings: ReadonlySet<string>;
}

const bases = new WeakMap<Catalogue, Base>();

function baseOf(catalogue: Catalogue): Base {
  learnKinds(catalogue);
  let base = bases.get(catalogue);
  if (!base) {
    const names = entityNames.filter((name) => catalogue.entities.has(name));
    const fields = names.flatMap(fieldsOf);
    const index: Index = new Map();
    entityEntries(index, names);
    fieldEntries(index, fields);
    for (const { words, acts } of verbs) put(index, words, { type: 'verb', acts });
    const own = [...index.values()].flatMap((entries) => entries.flatMap((entry) => entry.words));
    const words = new Set([...functionWords, ...tradeWords, ...own]);
    base = { index, fields, words, typos: typoIndex(words), ...spokenWords(catalogue) };
    bases.set(catalogue, base);
  }
  return base;
}

function spokenWords({ agents }: Catalogue): Pick<Base, 'spoken' | 'beginnings'> {
  const sayings = agents.flatMap((agent) => Object.values(agent.sayings ?? {}).flat());
  const wordsOf = (text: string) => fold(text).match(/\p{L}+/gu) ?? [];
  const parts = sayings.map((saying) => partsOf(saying));
  return {
    spoken: new Set(parts.flat().flatMap((part) => ('words' in part ? wordsOf(part.words) : []))),
    beginnings: new Set(
      parts.flatMap(([first]) => (first && 'words' in first ? wordsOf(first.words).slice(0, 1) : [])),
    ),
  };
}

/** Whether requests can be understood: records, fields and verbs have their words. */
export function isLexiconLoaded(catalogue: Catalogue): boolean {
  const entries = [...baseOf(catalogue).index.values()].flat();
  const known = new Set(entries.map((entry) => entry.sense.type));
  return known.has('entity') && known.has('field') && known.has('verb');
}

/** The lexicon with this workspace's stages, pipelines and own fields. */
export interface Vocabulary {
  fields: readonly FieldInfo[];
  /** All words that are part of any phrase. */
  has(word: string): boolean;
  /** Whether it is part of what the workspace itself calls a stage, a pipeline or a field. */
  isOwn(word: string): boolean;
  /** Whether agents are spoken to with sentences that begin so. */
  begins(word: string): boolean;
  /** The known word that a mistyped one stands for. */
  corrected(word: string): string | undefined;
  /** Entries that begin with a word. */
  startingWith(word: string): readonly Entry[];
}

const none: readonly Entry[] = [];
/** Mistyped words that are kept for the next message; more are forgotten. Bounds what a workspace takes. */
const MAX_CORRECTIONS = 2_000;

type Own = Pick<LanguageContext, 'customFields' | 'pipelines'>;

/** By what they are made of, which stays the same from message to message until somebody changes it. */
const vocabularies = new WeakMap<
  Catalogue,
  WeakMap<Own['customFields'], WeakMap<Own['pipelines'], Vocabulary>>
>();

export function vocabularyOf(context: Own, catalogue: Catalogue): Vocabulary {
  learnKinds(catalogue);
  const { customFields, pipelines } = context;
  const byFields = vocabularies.get(catalogue) ?? new WeakMap();
  vocabularies.set(catalogue, byFields);
  const byPipelines: WeakMap<Own['pipelines'], Vocabulary> = byFields.get(customFields) ?? new WeakMap();
  byFields.set(customFields, byPipelines);
  const known = byPipelines.get(pipelines) ?? madeOf(context, catalogue);
  byPipelines.set(pipelines, known);
  return known;
}

function madeOf(context: Own, catalogue: Catalogue): Vocabulary {
  const base = baseOf(catalogue);
  const own: Index = new Map();
  const custom = context.customFields.flatMap((field) => customField(field) ?? []);
  fieldEntries(own, custom);
  for (const pipeline of context.pipelines) {
    put(own, phraseOf(pipeline.name), { type: 'pipeline', id: pipeline.id, name: pipeline.name });
    for (const { name } of pipeline.stages) put(own, phraseOf(name), { type: 'stage', name });
  }
  const ownWords = new Set([...own.values()].flatMap((entries) => entries.flatMap((entry) => entry.words)));
  const typos = [base.typos, typoIndex(ownWords)];
  const corrections = new Map<string, string | undefined>();
  return {
    fields: [...base.fields, ...custom],
    has: (word) => base.words.has(word) || ownWords.has(word),
    isOwn: (word) => ownWords.has(word),
    begins: (word) => base.beginnings.has(word),
    corrected(word) {
      if (base.spoken.has(word)) return undefined;
      if (corrections.size >= MAX_CORRECTIONS) corrections.clear();
      if (!corrections.has(word)) corrections.set(word, correctTypo(word, typos));
      return corrections.get(word);
    },
    startingWith: (word) => {
      const mine = own.get(word);
      const shared = base.index.get(word);
      return mine && shared ? [...mine, ...shared] : (mine ?? shared ?? none);
    },
  };
}
