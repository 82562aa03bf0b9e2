import type { CrmCore } from '../crm-core.ts';
import { integrations } from '../integrations/registry.ts';
import { atConnected } from './connected-systems.ts';
import type { PersonKeys } from './erasure/erasure.schema.ts';

/** A service outside that may have data of people because we gave it to them. */
export interface EraseAtVendor {
  /** For people: "Salesforce". */
  name: string;
  /** Whether the workspace is connected with it. */
  isUsed(crm: CrmCore, workspaceId: string): Promise<boolean>;
  /**
   * Has the person erased there. The same again changes nothing.
   *
   * @returns how much was there, and what a person has to do by hand
   * @throws UpstreamError when it does not answer: it is asked again until the erasure is due
   */
  erase(
    crm: CrmCore,
    workspaceId: string,
    keys: PersonKeys,
  ): Promise<{ erased: number; left: number; why?: string }>;
}

/** Those that Clianta can be connected with and that erase people. */
export const vendors: readonly EraseAtVendor[] = integrations.filter(({ erase }) => erase).map(atConnected);
