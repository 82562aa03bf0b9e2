import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { PageVariant } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { LandingPage } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { imagesOf, type PageBlock } from '@clianta/crm-core/marketing/landing-page/page-block.schema';
import { PageVersion } from '@clianta/crm-core/marketing/landing-page/page-version.schema';
import { blocksOf } from '@clianta/crm-core/marketing/landing-page/render-page';

export interface PublishedPage {
  workspaceId: string;
  pageId: string;
  variants: PageVariant[];
  /** By variant. */
  html: Record<string, string>;
  images: string[];
}

/** A version never changes: those that were asked for lately are kept, and which one is shown is read each time. */
const MOST_KEPT = 200;

/** What visitors get of landing pages. */
export class PublishedPages {
  readonly #crm: CrmCore;
  readonly #versions = new Map<string, PublishedPage>();

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  async at(workspaceId: string, slug: string): Promise<PublishedPage | undefined> {
    const page = await this.#crm.store
      .model(LandingPage)
      .findOne({ workspaceId, slug, isDeleted: false, status: 'published' })
      .select({ publishedVersion: 1 })
      .lean<{ _id: string; publishedVersion?: number }>();
    if (!page?.publishedVersion) return undefined;
    const key = `${page._id}:${page.publishedVersion}`;
    const known = this.#versions.get(key) ?? (await this.#read(workspaceId, page._id, page.publishedVersion));
    if (!known) return undefined;
    this.#versions.delete(key);
    this.#versions.set(key, known);
    const oldest = this.#versions.keys().next().value;
    if (this.#versions.size > MOST_KEPT && oldest !== undefined) this.#versions.delete(oldest);
    return known;
  }

  async #read(workspaceId: string, pageId: string, number: number): Promise<PublishedPage | undefined> {
    const version = await this.#crm.store
      .model(PageVersion)
      .findOne({ workspaceId, pageId, number })
      .lean<{ html: Record<string, string>; variants?: PageVariant[]; blocks?: PageBlock[] }>();
    if (!version) return undefined;
    const { html, variants = [], blocks = [] } = version;
    const shown = [undefined, ...variants].flatMap((variant) => blocksOf(blocks, variant));
    return { workspaceId, pageId, variants, html, images: imagesOf(shown) };
  }
}
