import type { IntegrationCredentialRecord } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import { z } from 'zod';

const features = z.array(z.string().max(60)).min(1, 'is missing').max(20);
export const connectSchema = z.strictObject({ features });
export const keySchema = z.strictObject({
  features,
  values: z.record(z.string().max(60), z.string().max(4_000)),
});
export const pauseSchema = z.strictObject({ isPaused: z.boolean() });
export const disconnectSchema = z.strictObject({ data: z.enum(['keep', 'delete']) });
export const featureSchema = z.strictObject({ feature: z.string().max(60) });

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
