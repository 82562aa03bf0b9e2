import { z } from 'zod';
import { defineEntity } from '../../entity/define-entity.ts';

/** A lead that was given up and taken up again, or was proposed to be. */
export const LeadRecycling = defineEntity({
  name: 'leadRecycling',
  plural: 'lead-recyclings',
  domain: 'intelligence',
  label: { one: 'recycling', many: 'recyclings' },
  schema: z.object({
    contactId: z.string().meta({ label: 'Contact', ref: 'contact', onDelete: 'keep' }),
    /** Of the contact, from 1. */
    cycle: z.number().int().min(1).meta({ label: 'Cycle' }),
    reason: z.string().max(300).meta({ label: 'Reason' }),
    /** `proposed`: its owner was told, and has not taken it up yet. */
    status: z.enum(['proposed', 'accepted', 'declined']).default('accepted').meta({ label: 'Status' }),
    at: z.date().meta({ label: 'When' }),
  }),
  personal: { contactId: 'erase' },
  titleOf: ({ cycle }) => `Cycle ${cycle}`,
  indexes: [['contactId', '-at']],
});
