import { z } from 'zod';
import { defineEntity } from '../../entity/define-entity.ts';

/** People a part holds: as many as fit into a document with room to spare. */
export const PART_SIZE = 5_000;

/** Some of the people that a campaign was shown to go to, as they were counted then: what an approval is of. */
export const AudienceEdition = defineEntity({
  name: 'audienceEdition',
  plural: 'audience-editions',
  domain: 'marketing',
  label: { one: 'frozen audience', many: 'frozen audiences' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    campaignId: z.string().meta({ label: 'Campaign', ref: 'campaign', onDelete: 'cascade' }),
    editionId: z.string().meta({ hidden: true }),
    part: z.number().int().min(0),
    contactIds: z.array(z.string()).max(PART_SIZE).meta({ hidden: true }),
    /** Of the first part: who matched and is left out, by reason. */
    exclusions: z.array(z.object({ reason: z.string().max(300), count: z.number().int() })).default([]),
  }),
  titleOf: () => 'Frozen audience',
  unique: [['editionId', 'part']],
  indexes: [['campaignId']],
});
