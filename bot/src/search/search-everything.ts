import type { Catalogue } from '@clianta/agents/catalogue';
import { readingContext } from '@clianta/agents/tools/reading-context';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { exposed } from '@clianta/crm-core/entity/access';
import { type AnyRecord, type SpokenEntity, titleOf } from '@clianta/crm-core/entity/define-entity';
import type { StoredDocument } from '@clianta/crm-core/entity/outbox';
import { readUnited } from '@clianta/crm-core/entity/read-united';
import { hasRole, type Scope } from '@clianta/crm-core/entity/scope';
import { fold, foldWords, typoForms } from '@clianta/crm-core/entity/search-text';
import { type FoundRecord, foundRecords, namedKinds } from './found-records.ts';

/** Looked at of each kind; the best of them are shown. */
const CANDIDATES = 20;
const SHOWN = 5;
const MOST_LETTERS = 200;
/** Shorter ones are like too much. */
const LEAST_LIKE = 3;

interface FoundGroup {
  /** What many are called: "contacts". */
  label: string;
  plural: string;
  hits: FoundRecord[];
}

export interface Found {
  /** The kind with the best match first. */
  groups: FoundGroup[];
  /** The reader's own, in the web chat; the newest first. */
  conversations: Array<{ id: string; title: string }>;
}

/** What is called like this: records that the reader may see, by kind, and their conversations. Typos count where nothing else fits. */
export async function searchEverything(
  crm: CrmCore,
  catalogue: Catalogue,
  scope: Scope,
  text: string,
): Promise<Found> {
  const wanted = text.trim().slice(0, MOST_LETTERS);
  if (!fold(wanted)) return { groups: [], conversations: [] };
  const kinds = namedKinds(catalogue).filter(({ access }) => hasRole(scope, access.read));
  const [records, conversations, context] = await Promise.all([
    bestOf(crm, scope, kinds, wanted),
    ownConversations(crm, scope, wanted),
    readingContext(crm, catalogue, scope),
  ]);
  const groups = await Promise.all(
    records.map(async ({ kind, ranked }) => ({
      label: kind.label.many,
      plural: kind.plural,
      hits: await foundRecords(context, kind, ranked),
    })),
  );
  return { groups, conversations };
}

interface OfKind {
  kind: SpokenEntity;
  ranked: AnyRecord[];
}

/** The best matches of each kind that has some, the kind with the best one first. */
async function bestOf(
  crm: CrmCore,
  scope: Scope,
  kinds: readonly SpokenEntity[],
  text: string,
): Promise<OfKind[]> {
  const queries = await Promise.all(
    kinds.map(async (entity) => ({
      entity,
      query: await crm.records(entity).query(scope, { search: text }),
    })),
  );
  const read = async (withTypos: boolean) => {
    const parts = queries.map(({ entity, query }) => ({ entity, filter: query(withTypos) }));
    // by the indexes of words it ends after a few, however many there are
    const found = await readUnited(crm.store, parts, { select: { search: 0, outbox: 0 }, limit: CANDIDATES });
    return queries
      .flatMap(({ entity }, at) => ranked(entity, found[at] ?? [], text))
      .sort((a, b) => a.best - b.best);
  };
  const exact = await read(false);
  return exact.length > 0 ? exact : read(true);
}

function ranked(
  kind: SpokenEntity,
  documents: readonly StoredDocument[],
  text: string,
): Array<OfKind & { best: number }> {
  const inOrder = documents
    .map((document) => exposed(kind, document) as AnyRecord)
    .map((record) => ({ record, rank: rankOf(titleOf(kind, record), text) }))
    .sort((a, b) => a.rank - b.rank);
  const [best] = inOrder;
  if (!best) return [];
  return [{ kind, ranked: inOrder.slice(0, SHOWN).map(({ record }) => record), best: best.rank }];
}

/** 0 for what is called so, 1 for what begins so, 2 for what has such words, 3 for what is found by something else. */
function rankOf(title: string, text: string): number {
  const name = foldWords(title);
  const typed = foldWords(text);
  const isLike = (word: string | undefined, wanted: string, isWhole: boolean) =>
    word !== undefined &&
    ((isWhole ? word === wanted : word.startsWith(wanted)) ||
      typoForms(wanted).some((form) => form.length >= LEAST_LIKE && typoForms(word).includes(form)));
  if (name.length === typed.length && typed.every((one, at) => isLike(name[at], one, true))) return 0;
  if (typed.every((one, at) => isLike(name[at], one, false))) return 1;
  return typed.every((one) => name.some((word) => isLike(word, one, false))) ? 2 : 3;
}

async function ownConversations(crm: CrmCore, scope: Scope, text: string): Promise<Found['conversations']> {
  const { records } = await crm.records(Conversation).find(scope, {
    where: [
      { field: 'userId', op: 'eq', value: scope.actor.id },
      { field: 'channel', op: 'eq', value: 'web' },
      { field: 'lastMessageAt', op: 'is_set' },
      { field: 'title', op: 'contains', value: text },
    ],
    sort: '-lastMessageAt',
    limit: SHOWN,
  });
  return records.map(({ id, title }) => ({ id, title }));
}
