import type { CrmCore } from '../../crm-core.ts';
import { LandingPage, type LandingPageRecord } from '../landing-page/landing-page.schema.ts';
import { addressOfPage } from '../landing-page/page-address.ts';

/** What a mail must not lead to: pages of ours that nobody outside sees. @returns a sentence for each */
export async function unpublishedPages(
  crm: CrmCore,
  workspaceId: string,
  links: readonly string[],
): Promise<string[]> {
  const own = addressOfPage(crm, { workspaceId, slug: '' });
  const slugs = links.filter((link) => link.startsWith(own)).map((link) => link.slice(own.length));
  if (slugs.length === 0) return [];
  const hidden = await crm.store
    .model(LandingPage)
    .find({ workspaceId, slug: { $in: slugs }, isDeleted: false, status: { $ne: 'published' } })
    .select('title')
    .lean<Array<Pick<LandingPageRecord, 'title'>>>();
  return hidden.map(({ title }) => `The page “${title}” that it leads to is not published.`);
}
