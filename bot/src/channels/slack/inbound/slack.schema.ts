import { z } from 'zod';

/** What Slack sends, as far as Clianta reads it. */

const fileSchema = z.object({
  id: z.string(),
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  url_private_download: z.string().nullish(),
  url_private: z.string().nullish(),
});
export type SlackFile = z.output<typeof fileSchema>;

/** A message as it stands inside a note of its change. */
const writtenSchema = z.object({
  user: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string().default(''),
  ts: z.string().optional(),
  thread_ts: z.string().optional(),
});

const messageEventSchema = z.object({
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
  files: z.array(fileSchema).optional(),
  /** Of `message_changed`: as it is now. */
  message: writtenSchema.optional(),
  /** Of `message_changed` and `message_deleted`: as it was. */
  previous_message: writtenSchema.optional(),
  deleted_ts: z.string().optional(),
});
export type MessageEvent = z.output<typeof messageEventSchema>;

const homeEventSchema = z.object({
  type: z.literal('app_home_opened'),
  user: z.string(),
  channel: z.string().optional(),
  /** `home` or `messages`. */
  tab: z.string(),
});

/** The assistant view of installations from before the agent view. */
const assistantEventSchema = z.object({
  type: z.enum(['assistant_thread_started', 'assistant_thread_context_changed']),
  assistant_thread: z.object({ user_id: z.string(), channel_id: z.string(), thread_ts: z.string() }),
});

const linkEventSchema = z.object({
  type: z.literal('link_shared'),
  user: z.string(),
  channel: z.string(),
  message_ts: z.string(),
  unfurl_id: z.string().optional(),
  source: z.enum(['composer', 'conversations_history']).optional(),
  links: z.array(z.object({ url: z.string() })),
});

/** What the person looks at beside the conversation; nothing is kept of it. */
const contextEventSchema = z.object({ type: z.literal('app_context_changed') });

const goneEventSchema = z.object({ type: z.literal('app_uninstalled') });
const revokedEventSchema = z.object({
  type: z.literal('tokens_revoked'),
  tokens: z.object({ bot: z.array(z.string()).nullish() }).nullish(),
});

const envelopeOf = <E extends z.ZodType>(event: E) =>
  z.object({
    event_id: z.string(),
    team_id: z.string().nullish(),
    enterprise_id: z.string().nullish(),
    authorizations: z
      .array(
        z.object({
          team_id: z.string().nullish(),
          enterprise_id: z.string().nullish(),
          user_id: z.string(),
          is_bot: z.boolean().optional(),
          is_enterprise_install: z.boolean().optional(),
        }),
      )
      .optional(),
    event,
  });

export const messageBodySchema = envelopeOf(messageEventSchema);
export type MessageBody = z.output<typeof messageBodySchema>;
export const homeBodySchema = envelopeOf(homeEventSchema);
export const assistantBodySchema = envelopeOf(assistantEventSchema);
export const linkBodySchema = envelopeOf(linkEventSchema);
export const goneBodySchema = envelopeOf(z.discriminatedUnion('type', [goneEventSchema, revokedEventSchema]));

/** The events that are heard, and their form. The manifest subscribes to them. */
export const EVENTS: Readonly<Record<string, z.ZodType>> = {
  message: messageBodySchema,
  app_mention: messageBodySchema,
  app_home_opened: homeBodySchema,
  app_context_changed: envelopeOf(contextEventSchema),
  assistant_thread_started: assistantBodySchema,
  assistant_thread_context_changed: assistantBodySchema,
  link_shared: linkBodySchema,
  app_uninstalled: goneBodySchema,
  tokens_revoked: goneBodySchema,
};

const workspaceSchema = z.object({ id: z.string() });
const tenant = {
  team: workspaceSchema.nullish(),
  enterprise: workspaceSchema.nullish(),
  is_enterprise_install: z.boolean().optional(),
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
};

export const actionBodySchema = z.object({
  type: z.literal('block_actions'),
  ...tenant,
  /** Absent on the home. */
  channel: workspaceSchema.optional(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  container: z.object({
    message_ts: z.string().optional(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  view: z.object({ id: z.string(), type: z.string().optional() }).optional(),
  actions: z
    .array(z.object({ action_id: z.string(), value: z.string().optional(), action_ts: z.string() }))
    .min(1),
});
export type ActionBody = z.output<typeof actionBodySchema>;

export const shortcutBodySchema = z.object({
  type: z.enum(['shortcut', 'message_action']),
  ...tenant,
  callback_id: z.string(),
  trigger_id: z.string(),
  channel: workspaceSchema.optional(),
  /** The message that it was used on. */
  message: z.object({ text: z.string().default(''), user: z.string().optional() }).optional(),
});
export type ShortcutBody = z.output<typeof shortcutBodySchema>;

export const commandBodySchema = z.object({
  command: z.string(),
  team_id: z.string(),
  enterprise_id: z.string().optional(),
  is_enterprise_install: z.string().optional(),
  channel_id: z.string(),
  user_id: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
  response_url: z.string(),
});
export type CommandBody = z.output<typeof commandBodySchema>;

const typedValueSchema = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

/** A submitted dialog. */
export const submissionBodySchema = z.object({
  type: z.literal('view_submission'),
  ...tenant,
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string(),
    /** By block, then by action. */
    state: z.object({ values: z.record(z.string(), z.record(z.string(), typedValueSchema)) }),
  }),
});
export type SubmissionBody = z.output<typeof submissionBodySchema>;

export const userInfoSchema = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    enterprise_user: z.object({ enterprise_id: z.string().optional() }).nullish(),
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

const spokenSchema = z.object({
  event_id: z.string(),
  event: z.object({
    type: z.enum(['message', 'app_mention']),
    channel_type: z.string().optional(),
    text: z.string().optional(),
    thread_ts: z.string().optional(),
    subtype: z.string().optional(),
  }),
});

/** The event's id where it may be something said to us; undefined for the talk of others, which there is much more of. */
export function spokenEventId(body: unknown): string | undefined {
  const { event_id: id, event } = spokenSchema.safeParse(body).data ?? {};
  if (!event) return undefined;
  const isForUs =
    event.type === 'app_mention' || event.channel_type === 'im' || event.thread_ts !== undefined;
  return isForUs || event.subtype !== undefined || event.text?.includes('<@') ? id : undefined;
}
