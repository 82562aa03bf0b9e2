import type { CrmCore } from '../../crm-core.ts';
import { requireAccess } from '../../entity/access.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import type { Scope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import { LandingPage, type LandingPageRecord } from './landing-page.schema.ts';
import { checksOf } from './page-checks.ts';
import { MOST_VERSIONS, PageVersion, type PageVersionRecord } from './page-version.schema.ts';
import { renderAll } from './render-variants.ts';

/** Everybody sees what a system scope writes; what people may not set themselves is set by it. */
const asSystem = (scope: Scope): Scope => ({ ...scope, role: 'system' });

/**
 * Makes the draft what visitors see. The version is stored first, and shown by the one write that names it: when anything fails
 * before, visitors go on seeing the one that they saw.
 *
 * @throws InvalidError with what is not in order
 */
export async function publishPage(
  crm: CrmCore,
  scope: Scope,
  page: LandingPageRecord,
): Promise<LandingPageRecord> {
  requireAccess(LandingPage, scope, 'update');
  const faults = (await checksOf(crm, scope, page)).filter(({ fault, isHint }) => fault && !isHint);
  if (faults.length > 0)
    throw new InvalidError(
      `“${page.title}” cannot be published: ${faults.map(({ fault }) => fault).join('; ')}.`,
    );
  const [latest] = await versionsOf(crm, scope, page.id);
  const { record: version } = await createOnce(
    crm,
    PageVersion,
    asSystem(scope),
    idFrom(`page-version:${page.id}:${page.version}`),
    {
      pageId: page.id,
      number: (latest?.number ?? 0) + 1,
      title: page.title,
      ...(page.summary && { summary: page.summary }),
      blocks: page.blocks,
      variants: page.variants,
      theme: page.theme,
      byId: scope.actor.id,
      at: crm.now(),
      html: await renderAll(crm, page),
    },
  );
  const after = await crm
    .records(LandingPage)
    .update(
      asSystem(scope),
      page.id,
      { status: 'published', publishedVersion: version.number, publishedAt: crm.now() },
      { version: page.version },
    );
  await dropOld(crm, scope, page.id);
  return after;
}

/** Nobody sees the page any more; its draft and versions stay. */
export function withdrawPage(
  crm: CrmCore,
  scope: Scope,
  page: LandingPageRecord,
): Promise<LandingPageRecord> {
  requireAccess(LandingPage, scope, 'update');
  return crm.records(LandingPage).update(asSystem(scope), page.id, { status: 'withdrawn' });
}

/** Visitors see an earlier version again, to the letter; the draft becomes that version too. */
export function rollBackTo(
  crm: CrmCore,
  scope: Scope,
  page: LandingPageRecord,
  { number, title, summary, blocks, variants, theme }: PageVersionRecord,
): Promise<LandingPageRecord> {
  requireAccess(LandingPage, scope, 'update');
  return crm.records(LandingPage).update(asSystem(scope), page.id, {
    ...{ title, blocks, variants, theme, summary: summary ?? null },
    status: 'published',
    publishedVersion: number,
    publishedAt: crm.now(),
  });
}

/** The newest first. */
export async function versionsOf(crm: CrmCore, scope: Scope, pageId: string): Promise<PageVersionRecord[]> {
  const { records } = await crm.records(PageVersion).find(scope, {
    where: [{ field: 'pageId', op: 'eq', value: pageId }],
    sort: '-number',
    limit: MOST_VERSIONS + 5,
  });
  return records;
}

async function dropOld(crm: CrmCore, { workspaceId }: Scope, pageId: string): Promise<void> {
  const { collection } = crm.store.model(PageVersion);
  const kept = await collection
    .find({ workspaceId, pageId })
    .project({ number: 1 })
    .sort({ number: -1 })
    .skip(MOST_VERSIONS - 1)
    .limit(1)
    .toArray();
  const oldest = Number(kept[0]?.number ?? 0);
  if (oldest > 0) await collection.deleteMany({ workspaceId, pageId, number: { $lt: oldest } });
}
