import { z } from 'zod';
import type { Entity } from '../../entity/define-entity.ts';
import type { Scope } from '../../entity/scope.ts';
import { CliantaError } from '../../errors.ts';
import type { MergeRule } from '../sync/merge-fields.ts';
import type { SyncRun } from '../sync/sync-run.ts';
import { dataSourceSchema, ID_PROPERTY, pageSchema } from './data-source.ts';
import { type PageField, pageFields } from './page-fields.ts';
import { notionScope, rulesOf, takePage } from './take-page.ts';
import { PAGE } from './upsert-page.ts';

/** Notion tells when a page was edited to the minute only: the last ones are read again. */
const OVERLAP_MS = 3 * 60_000;

const foundSchema = z.object({
  results: z.array(pageSchema),
  has_more: z.boolean(),
  next_cursor: z.string().nullish(),
});

interface Kind {
  entity: Entity;
  fields: PageField[];
  rules: Record<string, MergeRule>;
}

/** Reads what was changed on the pages that were made from here, the oldest change first. */
export async function syncPages(run: SyncRun): Promise<void> {
  const { crm, credential, call, cursors, links, stream } = run;
  const { workspaceId, id: credentialId } = credential;
  const { details = {} } = await crm.integrations.store.read(workspaceId, credentialId);
  const source = `/v1/data_sources/${details.dataSource}`;
  const { properties: columns } = (await call({ path: source })).json(dataSourceSchema);
  const known = new Map<string, Kind>();
  const kindOf = async (name: string) => {
    const entity = crm.store.entities.get(name);
    if (!entity) return undefined;
    const fields = pageFields(entity, columns);
    const kind = known.get(name) ?? { entity, fields, rules: await rulesOf(run, entity, fields) };
    known.set(name, kind);
    return kind;
  };
  const { cursor } = await cursors.of(credentialId, stream);
  const since = cursor && new Date(new Date(cursor).getTime() - OVERLAP_MS).toISOString();
  const isOurs = { property: ID_PROPERTY, rich_text: { is_not_empty: true } };
  const filter = since
    ? { and: [isOurs, { timestamp: 'last_edited_time', last_edited_time: { on_or_after: since } }] }
    : isOurs;
  const scope = notionScope(workspaceId, credentialId);
  let next: string | undefined;
  do {
    run.signal.throwIfAborted();
    const answer = await call({
      method: 'POST',
      path: `${source}/query`,
      json: {
        filter,
        sorts: [{ timestamp: 'last_edited_time', direction: 'ascending' }],
        page_size: 100,
        ...(next && { start_cursor: next }),
      },
      isRepeatable: true,
    });
    const { results, has_more, next_cursor } = answer.json(foundSchema);
    run.counts.read += results.length;
    // a page that somebody has copied has our id too, and is theirs
    const linked = await links.findMany(
      { credentialId, object: PAGE },
      results.map(({ id }) => id),
    );
    for (const page of results) {
      const link = linked.get(page.id);
      const kind = link && (await kindOf(link.entity));
      if (!kind) {
        run.counts.skipped++;
        continue;
      }
      try {
        await takePage(run, scope, page, { link, ...kind });
      } catch (error) {
        if (!(error instanceof CliantaError)) throw error;
        run.failed(`the page of ${kind.entity.label.one} ${link.recordId}`, error);
      }
    }
    const last = results.at(-1)?.last_edited_time;
    if (last)
      await cursors.save(
        { workspaceId, credentialId, stream },
        { cursor: last.toISOString(), phase: 'live' },
      );
    next = has_more ? (next_cursor ?? undefined) : undefined;
  } while (next);
  await takeDecided(run, scope, kindOf);
}

/** Somebody has decided about them: they are compared, edited or not. */
async function takeDecided(
  run: SyncRun,
  scope: Scope,
  kindOf: (name: string) => Promise<Kind | undefined>,
): Promise<void> {
  const { credential, links, call } = run;
  const { workspaceId, id: credentialId } = credential;
  for (const name of await links.kinds(workspaceId))
    for (const recordId of await links.wanted({ workspaceId, credentialId }, name)) {
      const link = await links.ofRecord({ workspaceId, credentialId, object: PAGE }, recordId);
      const kind = await kindOf(name);
      if (!link || !kind) continue;
      const answer = await call({ path: `/v1/pages/${link.externalId}`, takes: [404] });
      if (answer.status !== 404) await takePage(run, scope, answer.json(pageSchema), { link, ...kind }, true);
    }
}
