import type { CreateInputOf } from '../../entity/define-entity.ts';
import type { Campaign, CampaignRecord } from './campaign.schema.ts';
import { CampaignEnrollment } from './campaign-enrollment.schema.ts';

/** A campaign for those who got another one, or may have: to put something right. */
export function correctionOf(
  { id, subject, blocks, purpose, topic, accountId, name }: CampaignRecord,
  ownerId: string,
): CreateInputOf<typeof Campaign> {
  return {
    name: `Correction of ${name}`,
    purpose,
    ...(topic && { topic }),
    ...(accountId && { accountId }),
    ownerId,
    audience: {
      where: [
        {
          field: CampaignEnrollment.plural,
          op: 'is_set',
          where: [
            { field: 'campaignId', op: 'eq', value: id },
            { field: 'status', op: 'in', value: ['sent', 'unknown'] },
          ],
        },
      ],
    },
    subject: `Correction: ${subject}`.slice(0, 300),
    blocks: [{ kind: 'text', text: '[what was wrong and what is right]' }, ...blocks],
  };
}
