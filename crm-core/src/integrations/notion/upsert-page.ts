import { z } from 'zod';
import type { Connection } from '../layer/define-integration.ts';
import { SyncLinks } from '../sync/sync-links.ts';
import { dataSourceSchema, ID_PROPERTY } from './data-source.ts';
import { inPortions, paragraphs, richText } from './notion-blocks.ts';

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
}

const pageSchema = z.object({ id: z.string(), url: z.string() });
const foundSchema = z.object({
  results: z.array(pageSchema.extend({ in_trash: z.boolean().default(false) })),
});
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
 * that one whose answer was lost is found, and not made twice.
 */
export async function upsertPage(
  connection: Connection,
  { entity, id, title, lines }: NotionPage,
): Promise<{ url: string; isNew: boolean }> {
  const { crm, credential, call } = connection;
  const { details = {} } = await crm.integrations.store.read(credential.workspaceId, credential.id);
  const source = `/v1/data_sources/${details.dataSource}`;
  const { properties: known } = (await call({ path: source })).json(dataSourceSchema);
  const [named = 'Name'] = Object.keys(known).filter((name) => known[name]?.type === 'title');
  const properties = {
    [named]: { title: richText(title) },
    [ID_PROPERTY]: { rich_text: richText(id) },
  };
  const filter = { property: ID_PROPERTY, rich_text: { equals: id } };
  const query = {
    method: 'POST',
    path: `${source}/query`,
    json: { filter, page_size: 10 },
    isRepeatable: true,
  } as const;
  const { results } = (await call(query)).json(foundSchema);
  const page = results.find((one) => !one.in_trash);
  if (!page) {
    const parent = { type: 'data_source_id', data_source_id: details.dataSource };
    const made = await call({
      method: 'POST',
      path: '/v1/pages',
      json: { parent, properties },
      isRepeatable: false,
    });
    const { id: pageId, url } = made.json(pageSchema);
    await remember(connection, pageId, { entity, recordId: id });
    await write(connection, pageId, lines);
    return { url, isNew: true };
  }
  await call({ method: 'PATCH', path: `/v1/pages/${page.id}`, json: { properties }, isRepeatable: true });
  await remember(connection, page.id, { entity, recordId: id });
  await clear(connection, page.id);
  await write(connection, page.id, lines);
  return { url: page.url, isNew: false };
}

/** By this it is found when the record is of a person who is to be erased. */
async function remember(
  { crm, credential }: Connection,
  externalId: string,
  of: { entity: string; recordId: string },
): Promise<void> {
  const { workspaceId, id: credentialId } = credential;
  await new SyncLinks(crm).make([
    { workspaceId, credentialId, object: PAGE, externalId, ...of, base: {}, origin: 'ours' },
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
