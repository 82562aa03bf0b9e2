import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { confirmReferrals } from '@clianta/crm-core/marketing/referral/note-referral';
import type { JobContext } from '../job.ts';
import { peopleOf } from './people-of.ts';

/** A deal that is won confirms who referred its people. */
export async function confirmReferralsOn({ crm }: JobContext, event: DomainEvent): Promise<void> {
  if (event.type === 'deal.won') await confirmReferrals(crm, event.workspaceId, await peopleOf(crm, event));
}
