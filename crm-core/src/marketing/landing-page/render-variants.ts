import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { Workspace } from '../../workspace/workspace/workspace.schema.ts';
import { type LandingPageRecord, ORIGINAL } from './landing-page.schema.ts';
import { pathOf } from './page-address.ts';
import { blocksOf, type PageContent, renderPage } from './render-page.ts';

type Rendered = PageContent & Pick<LandingPageRecord, 'workspaceId' | 'slug' | 'variants'>;

/** The HTML of a page for each of its variants. */
export async function renderAll(
  crm: CrmCore,
  page: Rendered,
  imagePath = `${pathOf(page)}/image/`,
): Promise<Record<string, string>> {
  const { workspaceId, blocks, variants } = page;
  const { name, locale } = await crm.records(Workspace).get(systemScope(workspaceId), workspaceId);
  const frame = { company: name, locale: locale ?? 'en', imagePath };
  const ids = variants.length > 0 ? variants.map(({ id }) => id) : [ORIGINAL];
  return Object.fromEntries(
    ids.map((id) => {
      const variant = variants.find((one) => one.id === id);
      return [id, renderPage({ ...page, blocks: blocksOf(blocks, variant) }, frame)];
    }),
  );
}
