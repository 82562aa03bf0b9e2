import type { IntegrationCredentialRecord } from '@clianta/crm-core/integrations/layer/integration-credential.schema';

/** An account that is connected, as people see it. */
export interface IntegrationAccount {
  id: string;
  name: string;
  owner: string;
  isMine: boolean;
  features: string[];
  state: IntegrationCredentialRecord['state'];
  lastError?: { what: string; whatToDo: string };
  /** The last four characters of its key. */
  keyHint?: string;
  lastSyncedAt?: string;
}

export interface IntegrationVendor {
  name: string;
  title: string;
  /** Variables that whoever runs Clianta has to set before it can be connected. */
  missing: string[];
  /** What an admin does at the vendor first. */
  setUp: Array<{ label: string; value: string }>;
  /** What is entered, where it is connected by a key. */
  fields?: Array<{ name: string; label: string; isRequired: boolean }>;
  features: Array<{
    name: string;
    title: string;
    about: string;
    of: 'person' | 'workspace';
    isSynced: boolean;
  }>;
  /** Where people take back what they have granted: the vendor takes nothing back from us. */
  grantsUrl?: string;
  accounts: IntegrationAccount[];
}

export interface IntegrationList {
  /** What is entered at vendors as the address they send people back to. */
  redirect: string;
  vendors: IntegrationVendor[];
}
