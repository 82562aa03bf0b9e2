import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { Campaign } from '../../marketing/campaign/campaign.schema.ts';
import type { OutboxRow } from '../../marketing/outbox/outbox-rows.ts';
import { TrackedSite, type TrackedSiteRecord } from '../visit/tracked-site.schema.ts';
import { makeVisitToken, TOKEN_NAME } from './visit-token.ts';

/** Where a link of a mail leads on a site of the workspace's own: with who follows it, and what mail it stood in. */
export async function linkToSite(
  crm: CrmCore,
  { workspaceId, contactIds, source }: Pick<OutboxRow, 'workspaceId' | 'contactIds' | 'source'>,
  url: string,
): Promise<string> {
  if (!URL.canParse(url)) return url;
  const link = new URL(url);
  const { cached } = await crm.facts(workspaceId);
  const sites = (cached.get(TrackedSite.name) ?? []) as TrackedSiteRecord[];
  if (!sites.some(({ origin }) => origin === link.origin)) return url;
  const { searchParams } = link;
  if (![...searchParams.keys()].some((name) => name.startsWith('utm_'))) {
    searchParams.set('utm_source', 'email');
    searchParams.set('utm_medium', 'email');
    const campaign = await campaignOf(crm, workspaceId, source);
    if (campaign) searchParams.set('utm_campaign', campaign);
  }
  const [contactId, ...others] = contactIds;
  if (contactId && others.length === 0)
    searchParams.set(TOKEN_NAME, makeVisitToken(crm, workspaceId, contactId));
  return link.href;
}

async function campaignOf(
  crm: CrmCore,
  workspaceId: string,
  source: string | undefined,
): Promise<string | undefined> {
  const id = /^campaign:(\w+)/.exec(source ?? '')?.[1];
  if (!id) return undefined;
  return (await crm.records(Campaign).getMany(systemScope(workspaceId), [id])).get(id)?.name;
}
