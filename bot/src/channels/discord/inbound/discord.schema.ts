import { z } from 'zod';

/** What Discord sends, as far as Clianta reads it. */

/** An id: its upper bits are a time. */
const snowflake = z.string().regex(/^\d{1,20}$/);

const userSchema = z.object({
  id: snowflake,
  username: z.string().default(''),
  global_name: z.string().nullish(),
  bot: z.boolean().optional(),
});
export type DiscordUser = z.output<typeof userSchema>;

export const memberSchema = z.object({
  nick: z.string().nullish(),
  roles: z.array(snowflake).default([]),
});
export type DiscordMember = z.output<typeof memberSchema>;

const attachmentSchema = z.object({
  filename: z.string(),
  url: z.string(),
  size: z.number().optional(),
  content_type: z.string().nullish(),
});
export type DiscordAttachment = z.output<typeof attachmentSchema>;

const saidSchema = z.object({
  content: z.string().default(''),
  attachments: z.array(attachmentSchema).default([]),
});

export const messageSchema = saidSchema.extend({
  id: snowflake,
  channel_id: snowflake,
  guild_id: snowflake.optional(),
  type: z.number().default(0),
  author: userSchema,
  webhook_id: z.string().optional(),
  member: memberSchema.optional(),
  mentions: z.array(userSchema).default([]),
  mention_roles: z.array(z.string()).default([]),
  edited_timestamp: z.string().nullish(),
  message_reference: z.object({ type: z.number().optional(), message_id: snowflake.optional() }).nullish(),
  referenced_message: z.object({ author: userSchema }).nullish(),
  /** What a forwarded message says. */
  message_snapshots: z.array(z.object({ message: saidSchema })).nullish(),
});
export type DiscordSaid = z.output<typeof messageSchema>;

export const deletedSchema = z.object({
  id: snowflake.optional(),
  ids: z.array(snowflake).optional(),
  channel_id: snowflake,
});

/** A removed app; a guild that is only out of reach says so. */
export const guildGoneSchema = z.object({ id: snowflake, unavailable: z.boolean().optional() });

const optionSchema = z.object({
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});

const filledSchema = z.object({
  custom_id: z.string(),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
});

const base = z.object({
  id: snowflake,
  token: z.string().min(1),
  guild_id: snowflake.optional(),
  channel_id: snowflake,
  channel: z.object({ type: z.number() }).optional(),
  member: memberSchema
    .extend({ user: userSchema, permissions: z.string().regex(/^\d+$/).default('0') })
    .optional(),
  user: userSchema.optional(),
});

const messageOfClick = z.object({
  id: snowflake,
  flags: z.number().optional(),
  message_reference: z.object({ message_id: snowflake.optional() }).nullish(),
});

const commandData = z.object({ name: z.string(), options: z.array(optionSchema).default([]) });

const commandSchema = base.extend({ type: z.literal(2), data: commandData });
const autocompleteSchema = base.extend({ type: z.literal(4), data: commandData });
const clickSchema = base.extend({
  type: z.literal(3),
  data: z.object({ custom_id: z.string(), values: z.array(z.string()).default([]) }),
  message: messageOfClick,
});
const modalSchema = base.extend({
  type: z.literal(5),
  data: z.object({
    custom_id: z.string(),
    components: z.array(
      z.object({ component: filledSchema.optional(), components: z.array(filledSchema).optional() }),
    ),
  }),
  message: messageOfClick.optional(),
});

export const interactionSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal(1) }),
  commandSchema,
  autocompleteSchema,
  clickSchema,
  modalSchema,
]);
export type DiscordInteraction = z.output<typeof interactionSchema>;
export type CommandInteraction = z.output<typeof commandSchema>;
export type AutocompleteInteraction = z.output<typeof autocompleteSchema>;
export type ClickInteraction = z.output<typeof clickSchema>;
export type ModalInteraction = z.output<typeof modalSchema>;
export type WorkInteraction = CommandInteraction | ClickInteraction | ModalInteraction;

/** A message that Discord has taken. */
export const takenSchema = z.object({ id: snowflake, channel_id: snowflake });
