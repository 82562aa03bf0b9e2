import { z } from 'zod';

/** What Slack sends, as far as Clianta reads it. */

export const messageEventSchema = z.object({
  type: z.enum(['message', 'app_mention']),
  subtype: z.string().optional(),
  channel: z.string(),
  /** `im`, `mpim`, `channel`, `group`; absent on mentions. */
  channel_type: z.string().optional(),
  user: z.string().optional(),
  /** Written by an app, ours or another. */
  bot_id: z.string().optional(),
  /** The workspace of a writer from another one, in a shared channel. */
  user_team: z.string().optional(),
  text: z.string().default(''),
  ts: z.string(),
  thread_ts: z.string().optional(),
});
export type MessageEvent = z.output<typeof messageEventSchema>;

export const eventBodySchema = z.object({
  event_id: z.string(),
  team_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  authorizations: z.array(z.object({ user_id: z.string(), is_bot: z.boolean().optional() })).optional(),
  event: messageEventSchema,
});
export type EventBody = z.output<typeof eventBodySchema>;

const workspaceSchema = z.object({ id: z.string() });

export const actionBodySchema = z.object({
  type: z.literal('block_actions'),
  team: workspaceSchema.nullish(),
  enterprise: workspaceSchema.nullish(),
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  channel: workspaceSchema.optional(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  container: z.object({
    message_ts: z.string().optional(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  actions: z
    .array(z.object({ action_id: z.string(), value: z.string().optional(), action_ts: z.string() }))
    .min(1),
});
export type ActionBody = z.output<typeof actionBodySchema>;

export const commandBodySchema = z.object({
  team_id: z.string(),
  channel_id: z.string(),
  user_id: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
  response_url: z.string(),
});
export type CommandBody = z.output<typeof commandBodySchema>;

/** A submitted dialog in which the number of records was typed. */
export const typedApprovalSchema = z.object({
  team: workspaceSchema.nullish(),
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  view: z.object({
    id: z.string(),
    private_metadata: z.string(),
    state: z.object({
      values: z.object({ count: z.object({ count: z.object({ value: z.string().nullish() }) }) }),
    }),
  }),
});

export const userInfoSchema = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    name: z.string().optional(),
    is_bot: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    is_email_confirmed: z.boolean().optional(),
    profile: z
      .object({
        email: z.string().optional(),
        real_name: z.string().optional(),
        display_name: z.string().optional(),
      })
      .optional(),
  }),
});
