import type { CrmCore } from '@clianta/crm-core/crm-core';
import { ForbiddenError, NotFoundError } from '@clianta/crm-core/errors';
import { TrackedSite } from '@clianta/crm-core/tracking/visit/tracked-site.schema';

export interface Site {
  id: string;
  workspaceId: string;
  origin: string;
}

/** A site that was added or removed is known to all processes after so long. */
const BELIEVED_MS = 5_000;
const MOST_KEPT = 1_000;

/** The websites whose visits are taken. */
export class Sites {
  readonly #crm: CrmCore;
  readonly #known = new Map<string, { until: number; site: Promise<Site | undefined> }>();

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  /** @throws NotFoundError for none that there is, ForbiddenError for what another page sends */
  async of(id: string, origin: string | undefined): Promise<Site> {
    const site = await this.#find(id);
    if (!site) throw new NotFoundError(TrackedSite.name, id);
    if (site.origin !== origin)
      throw new ForbiddenError(
        'This page is not of the site that it names. Add its address under Settings, Website.',
      );
    return site;
  }

  #find(id: string): Promise<Site | undefined> {
    const now = Date.now();
    const known = this.#known.get(id);
    if (known && known.until > now) return known.site;
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    const site = this.#crm.store
      .model(TrackedSite)
      .findOne({ _id: id, isDeleted: false })
      .select('workspaceId origin')
      .lean<{ _id: string; workspaceId: string; origin: string }>()
      .then((found) => found && { id, workspaceId: found.workspaceId, origin: found.origin })
      .then((found) => found ?? undefined);
    this.#known.set(id, { until: now + BELIEVED_MS, site });
    site.catch(() => this.#known.delete(id));
    return site;
  }
}
