import { z } from 'zod';

const customerSchema = z.object({
  id: z.string(),
  /** A teammate's address. */
  owner: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  lastContact: z.iso.date().nullable(),
  interest: z.string().nullable(),
  status: z.string(),
  followUpBy: z.iso.date().nullable(),
  notes: z.string().nullable(),
});
export type Customer = z.infer<typeof customerSchema>;

/** `2023-11-30 09:15:02`, on the clock of UTC. */
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);

const emailSchema = z.object({
  id: z.string(),
  box: z.enum(['inbox', 'outbox']),
  /** Who wrote, or who was written to. */
  correspondent: z.string(),
  subject: z.string(),
  sentAt: instant,
  /** Line breaks are written as a backslash and an n. */
  body: z.string(),
});
export type Email = z.infer<typeof emailSchema>;

const eventSchema = z.object({
  id: z.string(),
  name: z.string(),
  participant: z.string(),
  start: instant,
  minutes: z.number(),
});
export type Event = z.infer<typeof eventSchema>;

const taskSchema = z.object({
  id: z.string(),
  name: z.string(),
  assignee: z.string().nullable(),
  list: z.string(),
  dueDate: z.iso.date().nullable(),
  board: z.string(),
});
export type Task = z.infer<typeof taskSchema>;

const visitSchema = z.object({
  date: z.iso.date(),
  visitorId: z.string(),
  pageViews: z.number(),
  seconds: z.number(),
  source: z.string(),
  engaged: z.boolean(),
});

/** A WorkBench sandbox; `now` is on the clock of UTC. */
export const sandboxSchema = z.object({
  now: z.string(),
  /** First name -> address. */
  people: z.record(z.string(), z.string()),
  customers: z.array(customerSchema),
  emails: z.array(emailSchema).default([]),
  events: z.array(eventSchema).default([]),
  tasks: z.array(taskSchema).default([]),
  visits: z.array(visitSchema).default([]),
});
export type Sandbox = z.infer<typeof sandboxSchema>;

/** A task as it is given: nothing else of it is read. */
export const workbenchTaskSchema = z.object({ id: z.string(), domain: z.string(), query: z.string() });

/** A picture that was drawn, by what it is of. */
interface Plot {
  id: string;
  file: string;
}

/** The tables that are judged, by what a row of each is. */
export interface Rows {
  customers: Customer;
  emails: Email;
  events: Event;
  tasks: Task;
  plots: Plot;
}

/** What changed in a table: rows that are gone, and whole rows that are new or different. */
export interface TableChange<Row> {
  removed: string[];
  rows: Row[];
}

export interface WorkbenchResult {
  id: string;
  changes: { [Name in keyof Rows]?: TableChange<Rows[Name]> };
  reply: string;
  ms?: number;
  modelCalls?: number;
}
