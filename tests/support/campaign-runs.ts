import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { ProposalSettings } from '@clianta/crm-core/crm/proposal/proposal-settings.schema';
import type { CreateInputOf } from '@clianta/crm-core/entity/define-entity';
import { idFrom, newId } from '@clianta/crm-core/entity/ids';
import { Campaign, type CampaignRecord } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import {
  CampaignEnrollment,
  type CampaignEnrollmentRecord,
} from '@clianta/crm-core/marketing/campaign/campaign-enrollment.schema';
import { sourceOf } from '@clianta/crm-core/marketing/campaign/campaign-orders';
import { freezeAudience, launchCampaign } from '@clianta/crm-core/marketing/campaign/launch-campaign';
import { previewCampaign, requireReady } from '@clianta/crm-core/marketing/campaign/preview-campaign';
import { runCampaign } from '@clianta/crm-core/marketing/campaign/run-campaign';
import { startCampaign } from '@clianta/crm-core/marketing/campaign/start-campaign';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import {
  EmailMessage,
  type EmailMessageRecord,
} from '@clianta/crm-core/marketing/email-message/email-message.schema';
import type { TestDatabase, TestWorkspace } from './test-crm.ts';

const PLAIN_BLOCKS = [{ kind: 'text' as const, text: 'Hello {{ contact.firstName }}, we launch.' }];

/** A mailbox of the team and a postal address: what marketing cannot do without. */
export async function readyForMarketing({ crm }: TestDatabase, { scope, system }: TestWorkspace) {
  await crm.records(ProposalSettings).create(scope, { address: 'Main Street 1, Berlin' });
  return crm.records(EmailAccount).create(system, {
    address: `news.${newId()}@own.example`,
    displayName: 'Tulips',
    ownerId: scope.actor.id,
    isForTeam: true,
    smtp: { host: 'mail.example', port: 465 },
  });
}

/** People who have said yes. */
export async function people(
  { crm }: TestDatabase,
  { scope }: TestWorkspace,
  count: number,
  values: Partial<CreateInputOf<typeof Contact>> = {},
): Promise<string[]> {
  const tag = newId();
  const made = await crm.records(Contact).createMany(
    scope,
    Array.from({ length: count }, (_, at) => ({
      id: idFrom(`${tag}:${at}`),
      input: {
        name: `Person${at} Miller`,
        email: `p${at}.${tag}@x.example`,
        consent: 'given' as const,
        ...values,
      },
    })),
  );
  return made.map(({ id }) => id);
}

/** Campaigns without a worker: a test says when a round is made and what becomes of the mails. */
export function campaignRuns({ crm }: TestDatabase, { workspaceId, scope, system }: TestWorkspace) {
  const mails = crm.store.model(EmailMessage).collection;
  return {
    async draft(values: Partial<CreateInputOf<typeof Campaign>> = {}): Promise<CampaignRecord> {
      return crm.records(Campaign).create(scope, {
        name: `Launch ${newId()}`,
        subject: 'We launch',
        blocks: PLAIN_BLOCKS,
        ownerId: scope.actor.id,
        ...values,
      });
    },
    /** Somebody is shown it and says yes. */
    async approve(campaign: CampaignRecord): Promise<CampaignRecord> {
      const preview = await previewCampaign(crm, scope, campaign);
      const { id: accountId } = requireReady(campaign, preview);
      const editionId = newId();
      await freezeAudience(crm, campaign, editionId, preview);
      return launchCampaign(crm, scope, campaign, { editionId, startsAt: preview.startsAt, accountId });
    },
    start: ({ id: campaignId, editionId = '' }: CampaignRecord) =>
      startCampaign(crm, workspaceId, { campaignId, editionId }),
    round: ({ id }: CampaignRecord) => runCampaign(crm, workspaceId, id),
    read: ({ id }: CampaignRecord) => crm.records(Campaign).get(scope, id),
    async rows({ id }: CampaignRecord): Promise<CampaignEnrollmentRecord[]> {
      const all: CampaignEnrollmentRecord[] = [];
      let cursor: string | undefined;
      do {
        const page = await crm.records(CampaignEnrollment).find(system, {
          where: [{ field: 'campaignId', op: 'eq', value: id }],
          limit: 500,
          ...(cursor && { cursor }),
        });
        all.push(...page.records);
        cursor = page.nextCursor;
      } while (cursor);
      return all;
    },
    async mails({ id }: CampaignRecord): Promise<Array<EmailMessageRecord & { _id: string }>> {
      return mails.find({ workspaceId, source: sourceOf(id) }).toArray() as never;
    },
    /** What the outbox does with what waits in it. */
    async deliver({ id }: CampaignRecord, status = 'sent', most = 1_000_000): Promise<number> {
      const waiting = await mails
        .find({ workspaceId, source: sourceOf(id), status: 'queued' })
        .limit(most)
        .toArray();
      const { modifiedCount } = await mails.updateMany(
        { _id: { $in: waiting.map(({ _id }) => _id) }, status: 'queued' },
        { $set: { status, why: status === 'sent' ? undefined : 'the test says so' } },
      );
      return modifiedCount;
    },
  };
}
