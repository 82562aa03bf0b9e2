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

/** The part of a WorkBench sandbox that there are records for; `now` is on the clock of UTC. */
export const sandboxSchema = z.object({
  now: z.string(),
  /** First name -> address. */
  people: z.record(z.string(), z.string()),
  customers: z.array(customerSchema),
});
export type Sandbox = z.infer<typeof sandboxSchema>;

/** A task as it is given: nothing else of it is read. */
export const workbenchTaskSchema = z.object({ id: z.string(), domain: z.string(), query: z.string() });

/** A row of the table of tasks, for what was put there that nobody asked for. */
interface TaskRow {
  id: string;
  name: string;
  assignee: string | null;
  list: string;
  dueDate: string | null;
  board: string;
}

/** What changed in a table: rows that are gone, and whole rows that are new or different. */
interface TableChange<Row> {
  removed: string[];
  rows: Row[];
}

export interface WorkbenchResult {
  id: string;
  changes: { customers?: TableChange<Customer>; tasks?: TableChange<TaskRow> };
  reply: string;
  ms?: number;
  modelCalls?: number;
}
