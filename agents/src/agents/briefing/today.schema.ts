import { SNOOZES } from '@clianta/crm-core/conversations/notice/snooze.schema';
import { z } from 'zod';

const recordShape = {
  id: z.string(),
  /** The REST path of its kind, and the page of it: `tasks`. */
  plural: z.string(),
  title: z.string(),
  /** Of whom: "Northwind". */
  about: z.string().optional(),
};
const some = <T extends z.ZodObject>(item: T) => z.object({ count: z.number().int(), items: z.array(item) });

/** What a person's day is made of, as the console shows it at the beginning of a conversation. */
export const todaySchema = z.object({
  overdue: some(z.object({ ...recordShape, version: z.number().int(), dueAt: z.date().optional() })),
  due: some(z.object({ ...recordShape, version: z.number().int(), dueAt: z.date().optional() })),
  slipped: some(
    z.object({
      ...recordShape,
      expectedCloseAt: z.string().optional(),
      amountMinor: z.number().optional(),
      currency: z.string().optional(),
    }),
  ),
  approvals: z.array(z.object({ id: z.string(), title: z.string(), expiresAt: z.date() })),
  /** What others have done since the visit before this one; absent at the first. */
  news: z
    .object({
      since: z.date(),
      count: z.number().int(),
      items: z.array(z.object({ ...recordShape, change: z.string(), by: z.string(), at: z.date() })),
    })
    .optional(),
  /** Things to say about records that there are; of a viewer only questions. */
  prompts: z.array(z.string()),
  /** There are no records yet. */
  isEmpty: z.boolean(),
  mayWrite: z.boolean(),
  /** Until when a task can be put off. */
  snoozes: z.array(z.object({ name: z.enum(SNOOZES), at: z.date() })),
});
export type Today = z.output<typeof todaySchema>;
