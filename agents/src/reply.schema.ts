import { APPROVAL_STATUSES } from '@clianta/crm-core/conversations/approval/approval.schema';
import { z } from 'zod';

/** What a card shows is text made for people: formatted amounts, dates in the user's zone, never an id. */
const labelled = z.object({ label: z.string(), value: z.string() });

/** One record: a header and its facts. */
const recordCardSchema = z.object({
  type: z.literal('record'),
  entity: z.string(),
  /** For links and buttons; not shown. */
  id: z.string(),
  title: z.string(),
  subtitle: z.string().optional(),
  /** What was done: "Created", "Updated". */
  badge: z.string().optional(),
  fields: z.array(labelled.extend({ wasChanged: z.boolean().optional() })),
  /** When given, an Undo button takes this group of writes back. */
  undoGroupId: z.string().optional(),
  /** It was taken back. */
  isUndone: z.boolean().optional(),
});

const tableCardSchema = z.object({
  type: z.literal('table'),
  title: z.string(),
  columns: z.array(
    z.object({ key: z.string(), label: z.string(), align: z.enum(['left', 'right']).optional() }),
  ),
  rows: z.array(
    z.object({
      entity: z.string().optional(),
      id: z.string().optional(),
      /** By column key. */
      cells: z.record(z.string(), z.string()),
    }),
  ),
  /** How many there are in all; the rows may be fewer. */
  count: z.number().int(),
  total: labelled.optional(),
  undoGroupId: z.string().optional(),
  isUndone: z.boolean().optional(),
});

/** A proposal to decide on. The buttons send `approvalId`; nothing else about it is trusted. */
export const approvalCardSchema = z.object({
  type: z.literal('approval'),
  approvalId: z.string(),
  title: z.string(),
  count: z.number().int(),
  sample: z.array(z.object({ title: z.string(), detail: z.string().optional() })),
  changes: z.array(z.object({ label: z.string(), from: z.string().optional(), to: z.string() })),
  /** When given, the person types this number to approve. */
  typedCount: z.number().int().optional(),
  expiresAt: z.string(),
  status: z.enum(APPROVAL_STATUSES),
  /** Who has to decide instead of the person who asked: "an admin (Bea Boss)". */
  awaits: z.string().optional(),
});

/** A briefing: sections of short points, each with where it comes from. */
const briefCardSchema = z.object({
  type: z.literal('brief'),
  title: z.string(),
  subtitle: z.string().optional(),
  sections: z.array(
    z.object({
      heading: z.string(),
      items: z.array(z.object({ text: z.string(), source: z.string().optional() })),
    }),
  ),
});

/** A question with its possible answers. A button sends `choiceId` and the place of the option, and nothing else. */
const choiceCardSchema = z.object({
  type: z.literal('choice'),
  choiceId: z.string(),
  /** The question; it stands in the text as well. */
  title: z.string(),
  options: z.array(z.object({ label: z.string(), detail: z.string().optional() })),
  /** `left`: something else was said instead. */
  status: z.enum(['open', 'answered', 'left']),
  /** The place of the option that was chosen, from 0. */
  chosen: z.number().int().optional(),
});

export const cardSchema = z.discriminatedUnion('type', [
  recordCardSchema,
  tableCardSchema,
  approvalCardSchema,
  briefCardSchema,
  choiceCardSchema,
]);
export type Card = z.infer<typeof cardSchema>;
export type RecordCard = z.infer<typeof recordCardSchema>;
export type TableCard = z.infer<typeof tableCardSchema>;
export type ApprovalCard = z.infer<typeof approvalCardSchema>;
export type BriefCard = z.infer<typeof briefCardSchema>;
export type ChoiceCard = z.infer<typeof choiceCardSchema>;
export type CardType = Card['type'];

/** What a channel draws. The text is CommonMark without images or raw HTML. */
export const replySchema = z.object({
  text: z.string(),
  cards: z.array(cardSchema),
  /** Short things to say next; a channel shows them as buttons where it can. */
  suggestions: z.array(z.string()).max(4).optional(),
});
export type Reply = z.infer<typeof replySchema>;
