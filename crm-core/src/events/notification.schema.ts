import { z } from 'zod';
import type { Topic } from './process-bus.ts';

/** Something a person should know now; every channel that can push shows it. */
const notificationSchema = z.object({
  /** Follows from its cause: the same notification twice has the same id. */
  id: z.string(),
  title: z.string(),
  body: z.string().optional(),
  entity: z.string().optional(),
  recordId: z.string().optional(),
  /** ISO 8601. */
  at: z.string(),
});
export type Notification = z.infer<typeof notificationSchema>;

/** Brings a notification to a person, wherever they are connected. */
export type Notify = (
  workspaceId: string,
  userId: string,
  notification: Notification,
) => void | Promise<void>;

/** A notification on its way from the process that runs the job to those that people are connected to. */
export const notificationTopic: Topic<{ workspaceId: string; userId: string; notification: Notification }> = {
  name: 'notification',
  schema: z.object({ workspaceId: z.string(), userId: z.string(), notification: notificationSchema }),
};
