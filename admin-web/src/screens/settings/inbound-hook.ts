import type { InboundEventRecord } from '@clianta/crm-core/integrations/inbound-hook/inbound-event.schema';
import type { InboundHookRecord } from '@clianta/crm-core/integrations/inbound-hook/inbound-hook.schema';
import type { Json } from '../../api/records.ts';

export type InboundHook = Json<InboundHookRecord>;
export type InboundEvent = Json<InboundEventRecord>;

/** A kind of record that events become, with the fields that their parts can go to. */
export interface InboundKind {
  name: string;
  label: string;
  fields: ReadonlyArray<{ key: string; label: string; canMatch: boolean }>;
}

/** What an admin enters at the other system; nowhere to be had again. */
export interface NewInbound {
  address?: string;
  secret?: string;
}
