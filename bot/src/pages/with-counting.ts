import type { CrmCore } from '@clianta/crm-core/crm-core';
import { TrackedSite, type TrackedSiteRecord } from '@clianta/crm-core/tracking/visit/tracked-site.schema';

/**
 * Has the visits of a page counted with those of the website, where the workspace has this server among its sites. By the script
 * that keeps nothing in the browser, so that nobody has to be asked.
 */
export async function withCounting(crm: CrmCore, workspaceId: string, document: string): Promise<string> {
  const { cached } = await crm.facts(workspaceId);
  const { origin } = new URL(crm.links.address('/'));
  const sites = (cached.get(TrackedSite.name) ?? []) as TrackedSiteRecord[];
  const site = sites.find((one) => one.origin === origin);
  if (!site) return document;
  return document.replace('</body>', `<script src="/s.js" data-site="${site.id}" defer></script></body>`);
}
