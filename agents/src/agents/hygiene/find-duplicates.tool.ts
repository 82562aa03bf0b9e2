import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { fold } from '@clianta/crm-core/entity/search-text';
import type { MatchReason } from '@clianta/crm-core/intelligence/duplicate-pair/duplicate-pair.schema';
import { doublesOf } from '@clianta/crm-core/intelligence/hygiene/compare-records';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import { candidates, resolveOne, resolveUser } from '../../tools/resolve.ts';
import { listShown } from '../../tools/table-card.ts';
import { AUDITED, ofMerged, ownedBy, pairShape } from './merge-kinds.ts';
import { told } from './merge-words.ts';
import { type OpenPair, openPairs } from './open-pairs.ts';
import { kindMeant } from './pair-meant.ts';
import { isShared, sharing } from './sharing.ts';

const SHOWN = 20;
/** Less has something in common, and is not alike. */
const LIKE = 0.5;
const PAIRS = { one: 'pair', many: 'pairs' };

export const findDuplicates = defineTool({
  name: 'find_duplicates',
  does: 'Looking for duplicates',
  description:
    'Lists contacts or companies that are probably there twice, with the reasons: same mailbox, phone, domain or name. Of one record: whatever looks like it.',
  input: z.strictObject({
    contact: pairShape.contact,
    company: pairShape.company,
    of: ofMerged,
    by: z.enum(['email', 'phone', 'name', 'domain']).optional().describe('Only those that share this'),
    owner: ownedBy,
    countOnly: z.boolean().optional(),
    page: z.number().int().min(1).max(100).optional(),
  }),
  effect: 'read',
  async run({ contact, company, of, by, owner, countOnly, page = 1 }, context): Promise<ToolResult> {
    const entity = kindMeant({ contact, company, of });
    const name = company ?? contact;
    if (entity && name) return likeOne(context, entity, name, company ? 'company' : 'contact');
    const ownerId = owner ? (await resolveUser(context, owner, 'owner')).id : undefined;
    const kinds = entity ? [entity] : ([AUDITED.contacts, AUDITED.companies] as Entity[]);
    const parts: ToolResult[] = [];
    for (const kind of kinds) {
      if (isShared(by)) {
        parts.push(await sharing(context, kind, by, ownerId));
        continue;
      }
      const pairs = (await openPairs(context, kind)).filter(
        ({ pair, a, b }) =>
          (!by || pair.reasons.some((reason) => reason.kind === by)) &&
          (!ownerId || isOwnedBy(a, ownerId) || isOwnedBy(b, ownerId)),
      );
      parts.push(await listedPairs(context, kind, pairs, by, { isCounted: countOnly ?? false, page }));
    }
    // what nobody asked for by its kind is said only where there is something
    const told = parts.filter(({ cards }) => entity || (cards?.length ?? 0) > 0);
    if (told.length <= 1) return told[0] ?? { ...(parts[0] as ToolResult), text: NONE };
    return {
      ...(told[0] as ToolResult),
      text: told.map(({ text }) => text).join(' '),
      cards: told.flatMap(({ cards }) => cards ?? []),
    };
  },
});

const NONE = 'Nobody and no company looks as if it were there twice.';

const isOwnedBy = (record: AnyRecord, ownerId: string): boolean =>
  (({ ...record }) as Record<string, unknown>).ownerId === ownerId;

async function listedPairs(
  context: ToolContext,
  entity: Entity,
  pairs: readonly OpenPair[],
  by: MatchReason['kind'] | undefined,
  { isCounted, page }: { isCounted: boolean; page: number },
): Promise<ToolResult> {
  const { label } = entity;
  if (pairs.length === 0)
    return {
      text: by ? `No ${label.many} share a name.` : `No ${label.many} look as if they were there twice.`,
      isAnswer: true,
    };
  const records = new Map(pairs.flatMap(({ a, b }) => [[a.id, a] as const, [b.id, b] as const]));
  const what = by ? 'share a name with another' : 'look like duplicates';
  const text = `${counted(records.size, label)} ${what}, in ${counted(pairs.length, PAIRS)}.`;
  if (isCounted) return { text, isAnswer: true };
  const shown = pairs.slice((page - 1) * SHOWN, page * SHOWN);
  const inOrder = [
    ...new Map(shown.flatMap(({ a, b }) => [[a.id, a] as const, [b.id, b] as const])).values(),
  ];
  return {
    text,
    cards: [await pairTable(context, entity, shown, pairs.length)],
    focus: inOrder.slice(0, 12).map((record) => focusOf(entity, record)),
    lastList: listShown(entity, inOrder),
    suggestions:
      pairs.length === 1
        ? ['Show them side by side', 'They are not the same']
        : [`Merge all duplicate ${label.many}`],
    isAnswer: true,
  };
}

async function pairTable(
  context: ToolContext,
  entity: Entity,
  pairs: readonly OpenPair[],
  count: number,
): Promise<TableCard> {
  const names = await told(
    context,
    entity,
    pairs.flatMap(({ a, b }) => [a, b]),
  );
  const plain = (at: number) => names[at]?.replaceAll('**', '') ?? '';
  return {
    type: 'table',
    title: `${entity.label.many.charAt(0).toUpperCase()}${entity.label.many.slice(1)} that may be one`,
    columns: [
      { key: 'one', label: 'One' },
      { key: 'other', label: 'Other' },
      { key: 'why', label: 'Why' },
      { key: 'likeness', label: 'Likeness', align: 'right' },
    ],
    rows: pairs.map(({ pair, a }, at) => ({
      entity: entity.name,
      id: a.id,
      cells: {
        one: plain(2 * at),
        other: plain(2 * at + 1),
        why: pair.reasons.map(({ text }) => text).join('; '),
        likeness: `${Math.round(pair.score * 100)} %`,
      },
    })),
    count,
  };
}

/** Whatever looks like one record, of whatever likeness, and those of the same name. */
async function likeOne(
  context: ToolContext,
  entity: Entity,
  name: string,
  argument: string,
): Promise<ToolResult> {
  const { crm, scope } = context;
  const named = (await candidates(context, entity, name)).filter(
    (record) => fold(titleOf(entity, record)) === fold(name),
  );
  const record = named[0] ?? (await resolveOne(context, entity, name, argument));
  const doubles = await doublesOf(crm, scope.workspaceId, entity.name, record.id);
  const others = await crm.records(entity).getMany(
    scope,
    doubles.map(({ otherId }) => otherId),
  );
  const rows = new Map(
    doubles.flatMap(({ otherId, score, reasons }) => {
      const other = others.get(otherId);
      return other && score >= LIKE
        ? [[otherId, { other, score, why: reasons.map(({ text }) => text).join('; ') }] as const]
        : [];
    }),
  );
  const { records: namesakes } = await crm
    .records(entity)
    .find(scope, { search: titleOf(entity, record), limit: SHOWN });
  for (const other of [...named, ...namesakes])
    if (
      other.id !== record.id &&
      !rows.has(other.id) &&
      fold(titleOf(entity, other)) === fold(titleOf(entity, record))
    )
      rows.set(other.id, { other, score: 0.5, why: 'Same name, nothing else in common' });
  const [own = ''] = await told(context, entity, [record]);
  if (rows.size === 0)
    return {
      text: `There is only one ${entity.label.one} like ${own}; nothing else looks like it.`,
      focus: [focusOf(entity, record)],
      isAnswer: true,
    };
  const found = [...rows.values()];
  const names = await told(
    context,
    entity,
    found.map(({ other }) => other),
  );
  return {
    text: `${own} looks like ${listed(names.slice(0, 5))}: ${found[0]?.why.toLowerCase()}.`,
    cards: [
      {
        type: 'table',
        title: `Like ${titleOf(entity, record)}`,
        columns: [
          { key: 'other', label: entity.label.one.charAt(0).toUpperCase() + entity.label.one.slice(1) },
          { key: 'why', label: 'Why' },
          { key: 'likeness', label: 'Likeness', align: 'right' },
        ],
        rows: found.map(({ other, score, why }, at) => ({
          entity: entity.name,
          id: other.id,
          cells: {
            other: names[at]?.replaceAll('**', '') ?? '',
            why,
            likeness: `${Math.round(score * 100)} %`,
          },
        })),
        count: found.length,
      },
    ],
    focus: [record, ...found.map(({ other }) => other)].map((one) => focusOf(entity, one)),
    lastList: listShown(entity, [record, ...found.map(({ other }) => other)]),
    suggestions: ['Show them side by side', 'They are not the same'],
    isAnswer: true,
  };
}
