import type { CrmCore } from '../crm-core.ts';
import type { ErasedThere } from '../integrations/layer/define-integration.ts';
import { integrations } from '../integrations/registry.ts';
import { atConnected } from './connected-systems.ts';
import type { PersonKeys } from './erasure/erasure.schema.ts';

/** A service outside that may have data of people because we gave it to them. */
export interface EraseAtVendor {
  /** For people: "Salesforce". */
  name: string;
  /**
   * Has the person erased there, in whatever of it the workspace is connected with. The same again changes nothing.
   *
   * @returns by place how much was there, and what a person has to do by hand
   * @throws UpstreamError when it does not answer: it is asked again until the erasure is due
   */
  erase(crm: CrmCore, workspaceId: string, keys: PersonKeys): Promise<ErasedThere[]>;
}

/** All that Clianta can be connected with. */
export const vendors: readonly EraseAtVendor[] = integrations.map(atConnected);
