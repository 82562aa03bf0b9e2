import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** The parts that people play in a purchase. */
export const COMMITTEE_ROLES = [
  'champion',
  'economic_buyer',
  'decision_maker',
  'influencer',
  'technical',
  'user',
  'blocker',
  'legal',
] as const;
export type CommitteeRole = (typeof COMMITTEE_ROLES)[number];

const memberSchema = z.object({
  contactId: z.string(),
  role: z.enum(COMMITTEE_ROLES),
  /** -2: against us; 2: for us. */
  stance: z.number().int().min(-2).max(2).optional(),
  /** Who says so: "Sam Rivera", "the job title". */
  source: z.string().max(200),
});
export type CommitteeMember = z.output<typeof memberSchema>;

/** Who decides at a company on what it buys of us, in general or in one deal. */
export const BuyingCommittee = defineEntity({
  name: 'buyingCommittee',
  plural: 'buying-committees',
  domain: 'intelligence',
  label: { one: 'buying committee', many: 'buying committees' },
  schema: z.object({
    companyId: z.string().meta({ label: 'Company', ref: 'company', onDelete: 'cascade' }),
    /** Left out: whatever is bought. */
    opportunityId: z
      .string()
      .optional()
      .meta({ label: 'Deal', ref: 'opportunity', onDelete: 'cascade', toolName: 'deal' }),
    members: z.array(memberSchema).max(100).default([]).meta({ label: 'Members' }),
  }),
  titleOf: ({ members }) => `Buying committee of ${members.length}`,
  indexes: [['companyId', 'opportunityId']],
});

export type BuyingCommitteeRecord = RecordOf<typeof BuyingCommittee>;
