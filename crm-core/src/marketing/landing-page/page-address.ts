import { timingSafeEqual } from 'node:crypto';
import type { CrmCore } from '../../crm-core.ts';
import { exposed } from '../../entity/access.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { LandingPage, type LandingPageRecord } from './landing-page.schema.ts';

/** Where landing pages are; behind it the workspace and the page's own address. */
export const PAGE_PATH = '/p';

export const pathOf = ({ workspaceId, slug }: Pick<LandingPageRecord, 'workspaceId' | 'slug'>): string =>
  `${PAGE_PATH}/${workspaceId}/${slug}`;

export const addressOfPage = (crm: CrmCore, page: Pick<LandingPageRecord, 'workspaceId' | 'slug'>): string =>
  crm.links.address(pathOf(page));

const previewToken = ({ links }: CrmCore, id: string) => links.token(`${LandingPage.name}-preview:${id}`);

/** Shows the draft to whoever has the address. */
export const previewPath = (crm: CrmCore, id: string): string =>
  `${PAGE_PATH}/preview/${id}.${previewToken(crm, id)}`;

/** The page whose draft an address shows. */
export async function previewed(crm: CrmCore, address: string): Promise<LandingPageRecord | undefined> {
  const [id = '', token = ''] = address.split('.');
  const [given, own] = [Buffer.from(token), Buffer.from(previewToken(crm, id))];
  if (given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
  const found = await crm.store
    .model(LandingPage)
    .findOne({ _id: id, isDeleted: false })
    .lean<StoredDocument>();
  return found ? exposed(LandingPage, found) : undefined;
}

/** An address that no page of the workspace has yet, like the one that is wanted. */
export async function freeSlug(crm: CrmCore, workspaceId: string, wanted: string): Promise<string> {
  const base =
    wanted
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50)
      .replace(/-+$/, '') || 'page';
  for (let at = 1; ; at++) {
    const slug = at === 1 ? base : `${base}-${at}`;
    if (!(await crm.store.model(LandingPage).exists({ workspaceId, slug, isDeleted: false }))) return slug;
  }
}
