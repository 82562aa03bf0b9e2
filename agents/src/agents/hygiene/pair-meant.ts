import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import { doublesOf } from '@clianta/crm-core/intelligence/hygiene/compare-records';
import { MOST_MERGED } from '@clianta/crm-core/intelligence/hygiene/merge-records';
import { SHOWN_FROM } from '@clianta/crm-core/intelligence/hygiene/pair-score';
import { z } from 'zod';
import type { ToolContext } from '../../tool.ts';
import { candidates, resolveOne } from '../../tools/resolve.ts';
import { AUDITED, type PairArgs } from './merge-kinds.ts';

/** Records of one kind that are, or are not, one and the same. */
export interface Meant {
  entity: Entity;
  records: AnyRecord[];
}

const CONTACTS = AUDITED.contacts as Entity;
const COMPANIES = AUDITED.companies as Entity;

/** The kind of records that is spoken of. */
export function kindMeant({
  contact,
  otherContact,
  company,
  otherCompany,
  of,
}: PairArgs): Entity | undefined {
  if ((contact || otherContact) && (company || otherCompany))
    throw new InvalidError('A contact and a company cannot be one and the same. Name two of one kind.');
  if (company || otherCompany) return COMPANIES;
  if (contact || otherContact) return CONTACTS;
  return of ? AUDITED[of] : undefined;
}

/**
 * The records that are spoken of as one: those that are named, all of one name, one with what looks like it, or those
 * that were just shown.
 *
 * @returns undefined when nobody is named and nothing was shown
 * @throws InvalidError when nothing looks like the one that is named
 */
export async function meantBy(
  context: ToolContext,
  args: PairArgs & { others?: readonly string[] | undefined },
): Promise<Meant | undefined> {
  const kind = kindMeant(args);
  if (kind && args.ids) return { entity: kind, records: await chosen(context, kind, args.ids) };
  const [one, other] =
    kind === COMPANIES ? [args.company, args.otherCompany] : [args.contact, args.otherContact];
  const [nameOne, nameOther] = kind === COMPANIES ? ['company', 'otherCompany'] : ['contact', 'otherContact'];
  if (!kind || (!one && !other)) return shownLast(context, kind);
  const names = [one, other, ...(args.others ?? [])].flatMap((name) => name ?? []);
  const isOneName = new Set(names.map(fold)).size === 1;
  if (isOneName && names[0])
    return { entity: kind, records: await namesakesOf(context, kind, names[0], nameOne ?? '') };
  const records: AnyRecord[] = [];
  for (const [at, name] of names.entries())
    records.push(await resolveOne(context, kind, name, (at === 0 ? nameOne : nameOther) ?? ''));
  return { entity: kind, records };
}

/** All of that name; of a single one, the other that was shown with it, else those that look like it. */
async function namesakesOf(
  context: ToolContext,
  entity: Entity,
  name: string,
  argument: string,
): Promise<AnyRecord[]> {
  const found = await candidates(context, entity, name);
  const exact = found.filter((record) => fold(titleOf(entity, record)) === fold(name));
  if (exact.length > 1 && exact.length <= MOST_MERGED) return exact;
  const record = await resolveOne(context, entity, name, argument);
  const shown = await shownLast(context, entity);
  const other = shown?.records.find(({ id }) => id !== record.id);
  if (other && shown?.records.length === 2 && shown.records.some(({ id }) => id === record.id))
    return [record, other];
  const { crm, scope } = context;
  const doubles = await doublesOf(crm, scope.workspaceId, entity.name, record.id);
  const likely = doubles.filter(({ score }) => score >= SHOWN_FROM).map(({ otherId }) => otherId);
  const others = [...(await crm.records(entity).getMany(scope, likely)).values()];
  if (others.length === 0)
    throw new InvalidError(
      `Nothing looks like **${titleOf(entity, record)}**. Name both: “merge ${titleOf(entity, record)} with …”.`,
    );
  return [record, ...others];
}

async function chosen(
  { crm, scope }: ToolContext,
  entity: Entity,
  ids: readonly string[],
): Promise<AnyRecord[]> {
  const found = await crm.records(entity).getMany(scope, ids);
  return ids.map((id) => {
    const record = found.get(id);
    if (!record) throw new InvalidError(`There is no ${entity.label.one} ${id} in this workspace.`);
    return record;
  });
}

/** The records that the conversation was just about, in the order in which they were shown. */
async function shownLast(context: ToolContext, kind: Entity | undefined): Promise<Meant | undefined> {
  const { crm, scope, focus, conversationId } = context;
  const kinds = kind ? [kind.name] : [CONTACTS.name, COMPANIES.name];
  const first = focus.find(({ entity }) => kinds.includes(entity));
  if (!first) return undefined;
  const entity = crm.store.entity(first.entity);
  const conversation = (await crm.records(Conversation).getMany(scope, [conversationId])).get(conversationId);
  const list = shownSchema.safeParse(conversation?.lastList).data;
  const inFocus = focus.filter((item) => item.entity === entity.name).map(({ id }) => id);
  const ids = [...new Set(list?.ids.includes(first.id) ? list.ids : inFocus)];
  const found = await crm.records(entity).getMany(scope, ids);
  const records = ids.flatMap((id) => found.get(id) ?? []).filter(({ isDeleted }) => !isDeleted);
  return records.length > 1 ? { entity, records } : undefined;
}

/** Of the list that was shown last: its records. */
const shownSchema = z.object({ ids: z.array(z.string()) });
