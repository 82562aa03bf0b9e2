import { z } from 'zod';
import { day } from '../../entity/days.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { currency } from '../../entity/platform-values.ts';
import { completeProposal } from './complete-proposal.ts';
import { discountRefusal } from './discount-limits.ts';
import { partiesSchema } from './parties.schema.ts';
import { proposalLineSchema, share } from './proposal-line.schema.ts';

const PROPOSAL_STATUSES = [
  'draft',
  'sent',
  'viewed',
  'accepted',
  'declined',
  'expired',
  'withdrawn',
  /** A later revision took its place. */
  'replaced',
] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

const PROGRESS = ['preparing', 'open', 'closed'] as const;

const became =
  (status: ProposalStatus) => (after: { status: string }, before: { status: string } | undefined) =>
    after.status === status && before !== undefined && before.status !== status;

/** An offer to a customer. Once sent it stays as it is: what changes after that is its next revision. */
export const Proposal = defineEntity({
  name: 'proposal',
  plural: 'proposals',
  domain: 'crm',
  label: { one: 'proposal', many: 'proposals' },
  aliases: ['quote', 'quotes', 'quotation', 'quotations', 'offer', 'offers', 'estimate', 'estimates'],
  talk: {
    title: 'reference',
    owner: 'ownerId',
    knownBy: 'companyId',
    columns: ['reference', 'title', 'companyId', 'status', 'totalMinor', 'validUntil', 'ownerId'],
    tellsApart: ['title', 'companyId', 'status', 'totalMinor'],
    subtitle: ['title', 'companyId'],
    sums: 'totalMinor',
    inTimeline: true,
    numbered: 'P',
  },
  schema: z.object({
    /** `P12`, the same for all revisions. */
    reference: z
      .string()
      .max(20)
      .default('')
      .meta({ label: 'Number', readOnly: true, aliases: ['number', 'proposal number', 'quote number'] }),
    revision: z.number().int().min(1).default(1).meta({ label: 'Revision', readOnly: true, isAside: true }),
    /** Left out: the deal's. */
    title: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .meta({ label: 'Title', aliases: ['subject'] }),
    status: z
      .enum(PROPOSAL_STATUSES)
      .default('draft')
      .meta({ label: 'Status', readOnly: true, aliases: ['state'] }),
    /** Open: the customer has it and may still answer. */
    progress: z
      .enum(PROGRESS)
      .default('preparing')
      .meta({ label: 'Progress', readOnly: true, isAside: true }),
    totalMinor: z
      .number()
      .int()
      .default(0)
      .meta({
        label: 'Total',
        readOnly: true,
        format: 'money',
        aliases: ['total', 'amount', 'sum', 'worth'],
      }),
    netMinor: z.number().int().default(0).meta({ label: 'Net', readOnly: true, format: 'money' }),
    taxMinor: z.number().int().default(0).meta({ label: 'Tax', readOnly: true, format: 'money' }),
    dealId: z
      .string()
      .meta({ label: 'Deal', ref: 'opportunity', onDelete: 'cascade', aliases: ['deal', 'opportunity'] }),
    /** Left out: the deal's, as are contact, owner and currency. */
    companyId: z
      .string()
      .optional()
      .meta({
        label: 'Company',
        ref: 'company',
        onDelete: 'clear',
        aliases: ['company', 'customer', 'client'],
      }),
    contactId: z
      .string()
      .optional()
      .meta({
        label: 'Contact',
        ref: 'contact',
        onDelete: 'clear',
        aliases: ['contact', 'person', 'recipient'],
      }),
    ownerId: z
      .string()
      .optional()
      .meta({ label: 'Owner', ref: 'user', onDelete: 'keep', aliases: ['owner', 'rep'] }),
    /** Left out: as long from now as the settings say. */
    validUntil: day()
      .optional()
      .meta({ label: 'Valid until', aliases: ['validity', 'valid', 'expires', 'expiry', 'expiration'] }),
    sentAt: z
      .date()
      .optional()
      .meta({ label: 'Sent', readOnly: true, hasTime: true, aliases: ['sent', 'sent on'] }),
    viewedAt: z
      .date()
      .optional()
      .meta({
        label: 'First viewed',
        readOnly: true,
        hasTime: true,
        aliases: ['viewed', 'opened', 'first viewed'],
      }),
    lastViewedAt: z
      .date()
      .optional()
      .meta({ label: 'Last viewed', readOnly: true, hasTime: true, isAside: true }),
    views: z.number().int().min(0).default(0).meta({ label: 'Views', readOnly: true, isAside: true }),
    answeredAt: z
      .date()
      .optional()
      .meta({
        label: 'Answered',
        readOnly: true,
        hasTime: true,
        aliases: ['answered', 'accepted', 'declined', 'signed'],
      }),
    declineReason: z
      .string()
      .max(1_000)
      .optional()
      .meta({
        label: 'Why it was declined',
        readOnly: true,
        belongsTo: { field: 'status', values: ['declined'] },
      }),
    lines: z.array(proposalLineSchema).max(200).meta({ label: 'Lines', isAside: true, hasRows: true }),
    /** Taken off the whole, after what is taken off the lines. */
    discount: share().optional().meta({ label: 'Discount', format: 'percent', isAside: true }),
    /** The same as an amount; one or the other. */
    discountMinor: z
      .number()
      .int()
      .min(0)
      .optional()
      .meta({ label: 'Discount as an amount', format: 'money', toolName: 'discountAmount', isAside: true }),
    currency: currency().optional().meta({ label: 'Currency', isAside: true }),
    taxIncluded: z.boolean().default(false).meta({ label: 'Prices include tax', isAside: true }),
    intro: z
      .string()
      .trim()
      .max(5_000)
      .optional()
      .meta({ label: 'Introduction', format: 'longtext', isAside: true }),
    terms: z
      .string()
      .trim()
      .max(10_000)
      .optional()
      .meta({ label: 'Terms', format: 'longtext', isAside: true }),
    /** Its PDF, once it is frozen. */
    pdfId: z
      .string()
      .optional()
      .meta({ label: 'PDF', readOnly: true, ref: 'attachment', onDelete: 'clear', isAside: true }),
    replacedById: z
      .string()
      .optional()
      .meta({ label: 'Replaced by', readOnly: true, ref: 'proposal', onDelete: 'clear', isAside: true }),
    /** Who accepted or declined it, as they said of themselves. */
    signer: z
      .object({
        name: z.string().max(200),
        email: z.string().max(254).optional(),
        at: z.date(),
        /** Of who pressed the button; absent where a teammate recorded what was said. */
        ip: z.string().max(64).optional(),
        recordedById: z.string().optional(),
      })
      .optional()
      .meta({ label: 'Signed by', readOnly: true }),
    /** Who offers and to whom, as it is printed once it is frozen; see `partiesOf`. */
    parties: partiesSchema.optional().meta({ hidden: true, readOnly: true }),
    /** SHA-256 of what its public address ends in. */
    tokenHash: z.string().max(64).optional().meta({ hidden: true, readOnly: true }),
  }),
  personal: {
    contactId: {
      keep: 'An accepted offer is kept as proof of what was agreed.',
      when: ({ status }) => status === 'accepted',
      else: 'redact',
    },
  },
  titleOf: ({ reference, revision }) => (revision > 1 ? `${reference} rev. ${revision}` : reference),
  search: ['reference', 'title'],
  unique: [['reference', 'revision'], ['tokenHash']],
  indexes: [['dealId'], ['companyId', '-createdAt'], ['contactId', '-createdAt'], ['status', 'validUntil']],
  derivedEvents: [
    { type: 'proposal.sent', field: 'status', says: () => 'Proposal sent', when: became('sent') },
    { type: 'proposal.viewed', field: 'status', says: () => 'Proposal viewed', when: became('viewed') },
    { type: 'proposal.accepted', field: 'status', says: () => 'Proposal accepted', when: became('accepted') },
    {
      type: 'proposal.declined',
      field: 'status',
      says: ({ declineReason }) =>
        declineReason ? `Proposal declined: ${declineReason}` : 'Proposal declined',
      when: became('declined'),
    },
  ],
  prepare: completeProposal,
  guard: discountRefusal,
});

export type ProposalRecord = RecordOf<typeof Proposal>;
