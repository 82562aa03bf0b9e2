import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';
import { share } from './proposal-line.schema.ts';

const line = (most = 200) => z.string().trim().max(most).optional();

/** Who offers, and by which rules; one in a workspace. Without a record the defaults hold. */
export const ProposalSettings = defineEntity({
  name: 'proposalSettings',
  plural: 'proposal-settings',
  domain: 'crm',
  label: { one: 'proposal settings', many: 'proposal settings' },
  schema: z.object({
    /** Left out: the workspace's name. */
    sellerName: line().meta({ label: 'Company name' }),
    address: line(500).meta({ label: 'Address', format: 'longtext' }),
    taxNumber: line(60).meta({ label: 'Tax number' }),
    email: z.email().max(254).optional().meta({ label: 'E-mail', format: 'email' }),
    phone: line(60).meta({ label: 'Phone' }),
    website: line().meta({ label: 'Website' }),
    bankDetails: line(500).meta({ label: 'Bank details', format: 'longtext' }),
    taxName: z.string().trim().min(1).max(20).default('VAT').meta({ label: 'Name of the tax' }),
    /** Of lines that say nothing else. */
    taxRate: share().default(0).meta({ label: 'Usual tax', format: 'percent' }),
    validDays: z.number().int().min(1).max(730).default(30).meta({ label: 'Valid for days' }),
    terms: z.string().trim().max(10_000).optional().meta({ label: 'Terms', format: 'longtext' }),
    /** A discount over this takes an admin. */
    adminAbove: share().default(0.15).meta({ label: 'Discount that takes an admin', format: 'percent' }),
    ownerAbove: share().default(0.4).meta({ label: 'Discount that takes an owner', format: 'percent' }),
  }),
  titleOf: () => 'Proposal settings',
  access: { create: 'admin', update: 'admin', delete: 'admin' },
  async prepare({ adminAbove, ownerAbove }, { before, countWhere }) {
    if (ownerAbove < adminAbove)
      throw new InvalidError('What takes an owner must not be less than what takes an admin.', {
        ownerAbove: 'is less than what takes an admin',
      });
    if (!before && (await countWhere('proposalSettings', {})) > 0)
      throw new InvalidError('There are proposal settings already. Change those.');
    return {};
  },
});

type ProposalSettingsRecord = RecordOf<typeof ProposalSettings>;

export type OfferRules = Pick<ProposalSettingsRecord, keyof z.output<typeof ProposalSettings.schema>>;

export const DEFAULT_OFFER_RULES: OfferRules = ProposalSettings.schema.parse({});
