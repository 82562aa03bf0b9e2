import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { LandingPageRecord } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { addressOfPage, previewPath } from '@clianta/crm-core/marketing/landing-page/page-address';

export const previewLink = (crm: CrmCore, { id }: Pick<LandingPageRecord, 'id'>): string =>
  `[Preview](${crm.links.address(previewPath(crm, id))})`;

export const pageLink = (crm: CrmCore, page: LandingPageRecord): string => {
  const address = addressOfPage(crm, page);
  return `[${address}](${address})`;
};
