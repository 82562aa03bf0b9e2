import { APPROVAL_STATUSES } from '@clianta/crm-core/conversations/approval/approval.schema';
import { filterSchema } from '@clianta/crm-core/entity/filter.schema';
import { z } from 'zod';

/** What a card shows is text made for people: formatted amounts, dates in the user's zone, never an id. */
const labelled = z.object({ label: z.string(), value: z.string() });

/** Where the record is found in the console: given to channels outside of it as the reply is sent, never stored. */
const url = z.string().optional();

/** One record: a header and its facts. */
const recordCardSchema = z.object({
  type: z.literal('record'),
  entity: z.string(),
  /** For links and buttons; not shown. */
  id: z.string(),
  url,
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
      url,
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
  /** It takes something away: its button says what, and looks like it. */
  isDestructive: z.boolean().optional(),
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

/** Short points under a title; a point that stands for a record opens it. */
export const listCardSchema = z.object({
  type: z.literal('list'),
  title: z.string(),
  items: z.array(
    z.object({
      title: z.string(),
      detail: z.string().optional(),
      entity: z.string().optional(),
      id: z.string().optional(),
      url,
    }),
  ),
  /** How many there are in all; the items may be fewer. */
  count: z.number().int(),
});

/** Figures to look at: a picture where the channel has one, always with the figures themselves. */
const chartCardSchema = z.object({
  type: z.literal('chart'),
  /** `stacked`: columns of parts, a series each. `histogram`: how many lie in each range, without gaps. `scatter`: points. */
  kind: z.enum(['bar', 'column', 'line', 'pie', 'funnel', 'stacked', 'scatter', 'histogram']),
  title: z.string(),
  /** What the points of every series stand for, in order: stages, months. */
  categories: z.array(z.string()),
  series: z.array(
    z.object({
      label: z.string(),
      /** One for each category. */
      values: z.array(z.number()),
      /** The same figures as people read them: "$12,000". */
      words: z.array(z.string()),
    }),
  ),
  /** One sentence that says what is to be seen. */
  summary: z.string().optional(),
  /** Of a report: which figure of which records, in stored values, from a day to another, both included. */
  shows: z
    .object({
      metric: z.string(),
      filter: filterSchema,
      from: z.string().optional(),
      to: z.string().optional(),
    })
    .optional(),
});

const formFieldSchema = z.object({
  /** The tool's argument. */
  name: z.string(),
  label: z.string(),
  kind: z.enum(['text', 'long_text', 'number', 'day', 'email', 'choice']),
  isRequired: z.boolean().optional(),
  /** What it is filled with. */
  value: z.string().optional(),
  /** Of a `choice`. */
  options: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
});

/** The fields of a tool to fill in. Sent back it is a call of the tool, with what was typed; it runs under the sender's rights. */
const formCardSchema = z.object({
  type: z.literal('form'),
  tool: z.string(),
  title: z.string(),
  fields: z.array(formFieldSchema),
  /** What the button says: "Add the contact". */
  submit: z.string(),
});

/** The steps of a plan: how far it is, or how it ended. */
const progressCardSchema = z.object({
  type: z.literal('progress'),
  title: z.string(),
  steps: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      state: z.enum(['waiting', 'running', 'done', 'failed']),
      detail: z.string().optional(),
    }),
  ),
});

/** A file to take away. A channel that can uploads it, else it links to it. */
const fileCardSchema = z.object({
  type: z.literal('file'),
  fileId: z.string(),
  name: z.string(),
  mediaType: z.string(),
  /** In bytes. */
  size: z.number().int(),
  /** There is a small picture of it. */
  hasThumb: z.boolean().optional(),
});

/** Something did not work: what, what to do, and what names the log entry. */
const errorCardSchema = z.object({
  type: z.literal('error'),
  title: z.string(),
  /** What to do about it. */
  advice: z.string().optional(),
  reference: z.string().optional(),
});

/** What can be said here, by subject. */
const helpCardSchema = z.object({
  type: z.literal('help'),
  title: z.string(),
  groups: z.array(
    z.object({
      heading: z.string(),
      /** Each is something to say; a button says it. */
      examples: z.array(z.string()),
    }),
  ),
});

export const cardSchema = z.discriminatedUnion('type', [
  recordCardSchema,
  tableCardSchema,
  approvalCardSchema,
  briefCardSchema,
  choiceCardSchema,
  listCardSchema,
  chartCardSchema,
  formCardSchema,
  progressCardSchema,
  fileCardSchema,
  errorCardSchema,
  helpCardSchema,
]);
export type Card = z.infer<typeof cardSchema>;
export type RecordCard = z.infer<typeof recordCardSchema>;
export type TableCard = z.infer<typeof tableCardSchema>;
export type ApprovalCard = z.infer<typeof approvalCardSchema>;
export type BriefCard = z.infer<typeof briefCardSchema>;
export type ChoiceCard = z.infer<typeof choiceCardSchema>;
export type ListCard = z.infer<typeof listCardSchema>;
export type ChartCard = z.infer<typeof chartCardSchema>;
export type FormCard = z.infer<typeof formCardSchema>;
export type FormField = z.infer<typeof formFieldSchema>;
export type ProgressCard = z.infer<typeof progressCardSchema>;
export type FileCard = z.infer<typeof fileCardSchema>;
export type ErrorCard = z.infer<typeof errorCardSchema>;
export type HelpCard = z.infer<typeof helpCardSchema>;
export type CardType = Card['type'];

/** What a channel draws. The text is CommonMark without images or raw HTML. */
export const replySchema = z.object({
  text: z.string(),
  cards: z.array(cardSchema),
  /** Short things to say next; a channel shows them as buttons where it can. */
  suggestions: z.array(z.string()).max(4).optional(),
});
export type Reply = z.infer<typeof replySchema>;
