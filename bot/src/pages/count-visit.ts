import type { CrmCore } from '@clianta/crm-core/crm-core';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { PageVisit, VISIT_KEPT_DAYS } from '@clianta/crm-core/marketing/landing-page/page-visit.schema';
import type { Request } from 'express';

/** What says of itself that it is a program, or only prepares a page that may never be shown. */
const PROGRAM = /bot\b|crawl|spider|slurp|preview|scan|monitor|curl|wget|python|headless|^$/i;

/** Whether a person asks for the page, as far as that can be told without a script. */
export const isPerson = (request: Request): boolean =>
  request.method === 'GET' &&
  !request.get('sec-purpose') &&
  !request.get('purpose') &&
  !PROGRAM.test(request.get('user-agent') ?? '');

/** To be called once at the start. */
export async function prepareVisits(crm: CrmCore): Promise<void> {
  const expireAfterSeconds = VISIT_KEPT_DAYS * 86_400;
  await crm.store.model(PageVisit).collection.createIndex({ at: 1 }, { expireAfterSeconds });
}

/** A visitor counts once for a page, with the variant that was seen first. */
export async function countVisit(
  crm: CrmCore,
  {
    workspaceId,
    pageId,
    visitor,
    variant,
  }: { workspaceId: string; pageId: string; visitor: string; variant: string },
): Promise<void> {
  const at = crm.now();
  await crm.store.model(PageVisit).collection.updateOne(
    { _id: idFrom(`page-visit:${pageId}:${visitor}`) as never },
    {
      $inc: { views: 1 },
      $setOnInsert: {
        ...{ workspaceId, pageId, visitor, variant, at },
        isDeleted: false,
        version: 1,
        createdAt: at,
        updatedAt: at,
        createdBy: 'system',
      },
    },
    { upsert: true },
  );
}
