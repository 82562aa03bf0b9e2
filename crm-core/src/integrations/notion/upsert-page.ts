import { z } from 'zod';
import type { Connection } from '../layer/define-integration.ts';
import { SyncConflicts } from '../sync/sync-conflicts.ts';
import { SyncLinks } from '../sync/sync-links.ts';
import { noCounts } from '../sync/sync-log.ts';
import { dataSourceSchema, ID_PROPERTY, type PageThere, pageSchema } from './data-source.ts';
import { inPortions, paragraphs, richText } from './notion-blocks.ts';
import { type PageField, pageFields, propertiesOf, valuesHere } from './page-fields.ts';
import { pageOf } from './page-of.ts';
import { notionScope, rulesOf, takePage } from './take-page.ts';

/** What is ours on a page stands below this: the rest is of whoever works there, and stays. */
const HEADING = 'From Clianta';

/** What a page is called in a link. */
export const PAGE = 'page';

export interface NotionPage {
  /** Of the record: the name of its kind, and its id. */
  entity: string;
  id: string;
  title: string;
  lines: readonly string[];
  /** The record's own, for the columns that are named like its fields. */
  values?: Readonly<Record<string, unknown>>;
}

const foundSchema = z.object({ results: z.array(pageSchema) });
const childrenSchema = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      toggle: z.object({ rich_text: z.array(z.object({ plain_text: z.string() })) }).optional(),
    }),
  ),
  has_more: z.boolean(),
  next_cursor: z.string().nullish(),
});
const appendedSchema = z.object({ results: z.array(z.object({ id: z.string() })) });

/**
 * Makes the page of a record, or brings the one up to date that there is: it is looked for by the record's id each time, so
 * that one whose answer was lost is found, and not made twice. What was changed there meanwhile is read before.
 */
export async function upsertPage(
  connection: Connection,
  given: NotionPage,
  { isOurs = false }: { /** Whatever was changed there is written over. */ isOurs?: boolean } = {},
): Promise<{ url: string; isNew: boolean }> {
  const { crm, credential, call } = connection;
  const { details = {} } = await crm.integrations.store.read(credential.workspaceId, credential.id);
  const source = `/v1/data_sources/${details.dataSource}`;
  const { properties: columns } = (await call({ path: source })).json(dataSourceSchema);
  const [named = 'Name'] = Object.keys(columns).filter((name) => columns[name]?.type === 'title');
  const entity = crm.store.entities.get(given.entity);
  const fields = entity ? pageFields(entity, columns) : [];
  const filter = { property: ID_PROPERTY, rich_text: { equals: given.id } };
  const query = {
    method: 'POST',
    path: `${source}/query`,
    json: { filter, page_size: 10 },
    isRepeatable: true,
  } as const;
  const { results } = (await call(query)).json(foundSchema);
  const there = results.find((one) => !one.in_trash);
  const taken = there && !isOurs && (await takenBack(connection, there, given, fields));
  const page = taken || given;
  const base = page.values ? valuesHere(fields, page.values) : {};
  const isTitleTaken = taken && fields.some(({ column }) => column === named);
  const properties = {
    ...(!isTitleTaken && { [named]: { title: richText(page.title) } }),
    [ID_PROPERTY]: { rich_text: richText(page.id) },
    // what was compared is the same by now, or waits for somebody to decide
    ...(!taken && propertiesOf(fields, base)),
  };
  if (!there) {
    const parent = { type: 'data_source_id', data_source_id: details.dataSource };
    const made = await call({
      method: 'POST',
      path: '/v1/pages',
      json: { parent, properties },
      isRepeatable: false,
    });
    const { id: pageId, url } = made.json(pageSchema);
    await remember(connection, pageId, page, base);
    await write(connection, pageId, page.lines);
    return { url, isNew: true };
  }
  await call({ method: 'PATCH', path: `/v1/pages/${there.id}`, json: { properties }, isRepeatable: true });
  if (!taken) await remember(connection, there.id, page, base);
  await clear(connection, there.id);
  await write(connection, there.id, page.lines);
  return { url: there.url, isNew: false };
}

/** What was changed on the page is taken first; then the record says what it is. @returns the page as it is to be now */
async function takenBack(
  connection: Connection,
  there: PageThere,
  { entity: name, id }: NotionPage,
  fields: readonly PageField[],
): Promise<NotionPage | undefined> {
  const { crm, credential } = connection;
  const { workspaceId, id: credentialId } = credential;
  const links = new SyncLinks(crm);
  const link = await links.find({ credentialId, object: PAGE, externalId: there.id });
  const entity = crm.store.entities.get(name);
  if (!link || !entity || Object.keys(link.base).length === 0) return undefined;
  const conflicts = new SyncConflicts(crm);
  const taking = { ...connection, links, conflicts, counts: noCounts(), failed: () => {} };
  const rules = await rulesOf(connection, entity, fields);
  const scope = notionScope(workspaceId, credentialId);
  await takePage(taking, scope, there, { link, entity, fields, rules }, true);
  const record = (await crm.records(entity).getMany(scope, [id])).get(id);
  return record && pageOf(entity, { ...record } as never);
}

/** By this it is found when it was changed there, and when the record is of a person who is to be erased. */
async function remember(
  { crm, credential }: Connection,
  externalId: string,
  { entity, id: recordId }: NotionPage,
  base: Record<string, unknown>,
): Promise<void> {
  const { workspaceId, id: credentialId } = credential;
  await new SyncLinks(crm).make([
    { workspaceId, credentialId, object: PAGE, externalId, entity, recordId, base, origin: 'ours' },
  ]);
}

/** Deletes what we have written there before. */
async function clear({ call }: Connection, pageId: string): Promise<void> {
  let cursor: string | undefined;
  const ours: string[] = [];
  do {
    const answer = await call({
      path: `/v1/blocks/${pageId}/children`,
      query: { page_size: 100, start_cursor: cursor },
    });
    const { results, has_more, next_cursor } = answer.json(childrenSchema);
    for (const { id, toggle } of results)
      if (toggle?.rich_text.map((one) => one.plain_text).join('') === HEADING) ours.push(id);
    cursor = has_more ? (next_cursor ?? undefined) : undefined;
  } while (cursor);
  for (const id of ours) await call({ method: 'DELETE', path: `/v1/blocks/${id}`, takes: [404] });
}

async function write({ call }: Connection, pageId: string, lines: readonly string[]): Promise<void> {
  const append = async (to: string, children: unknown[]) =>
    (
      await call({
        method: 'PATCH',
        path: `/v1/blocks/${to}/children`,
        json: { children },
        isRepeatable: false,
      })
    ).json(appendedSchema).results;
  const [own] = await append(pageId, [
    { object: 'block', type: 'toggle', toggle: { rich_text: richText(HEADING) } },
  ]);
  if (!own) return;
  for (const portion of inPortions(paragraphs(lines))) await append(own.id, portion);
}
