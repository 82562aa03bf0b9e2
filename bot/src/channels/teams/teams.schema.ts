import { directCallSchema } from '@clianta/agents/turn-event.schema';
import { z } from 'zod';

/** What Microsoft sends, as far as Clianta reads it. */

const accountSchema = z.object({
  id: z.string().max(300),
  name: z.string().max(300).nullish(),
  /** The person's id in the directory of their company. */
  aadObjectId: z.string().max(100).nullish(),
});

const attachmentSchema = z.object({
  contentType: z.string().max(200),
  contentUrl: z.string().max(4_000).nullish(),
  name: z.string().max(300).nullish(),
  content: z.unknown().optional(),
});
export type TeamsAttachment = z.output<typeof attachmentSchema>;

const entitySchema = z.looseObject({
  type: z.string().optional(),
  text: z.string().nullish(),
  mentioned: z.object({ id: z.string(), name: z.string().nullish() }).nullish(),
});

export const activitySchema = z.object({
  type: z.string().max(60),
  id: z.string().max(300).optional(),
  timestamp: z.unknown().optional(),
  name: z.string().max(100).nullish(),
  channelId: z.string().max(60),
  serviceUrl: z.string().max(500),
  from: accountSchema,
  recipient: accountSchema,
  conversation: z.object({
    id: z.string().max(500),
    /** `personal`, `groupChat` or `channel`; absent in some events. */
    conversationType: z.string().max(60).nullish(),
    tenantId: z.string().max(100).nullish(),
  }),
  text: z.string().nullish(),
  replyToId: z.string().max(300).nullish(),
  attachments: z.array(attachmentSchema).max(50).nullish(),
  entities: z.array(entitySchema).max(200).nullish(),
  channelData: z
    .looseObject({
      tenant: z.object({ id: z.string().max(100) }).nullish(),
      eventType: z.string().max(60).nullish(),
    })
    .nullish(),
  membersAdded: z.array(accountSchema).nullish(),
  /** Of an installationUpdate. */
  action: z.string().max(60).nullish(),
  value: z.unknown().optional(),
});
export type TeamsActivity = z.output<typeof activitySchema>;

const id = z.string().min(1);

/** What a button of our own cards carries. Of what it asks for nothing but this is trusted. */
export const pressSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('approve'),
    approvalId: id.max(60),
    /** Typed, where there are many records. */
    typedCount: z.coerce.string().max(20).optional(),
    /** Whether the number has to be typed. */
    isTyped: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('reject'), approvalId: id.max(60) }),
  /** Teams asks for the card as it is now, without anybody pressing anything. */
  z.object({ kind: z.literal('refresh'), approvalId: id.max(60) }),
  z.object({
    kind: z.literal('choice'),
    choiceId: id.max(80),
    option: z.number().int().min(0).max(20),
  }),
  z.object({ kind: z.literal('undo'), groupId: id.max(2_000) }),
  z.object({ kind: z.literal('say'), text: z.string().min(1).max(2_000) }),
  /** A form; what was typed stands beside it, by `field.` and the argument. */
  z.looseObject({ kind: z.literal('call'), tool: directCallSchema.shape.tool }),
]);
export type Press = z.output<typeof pressSchema>;

/** `adaptiveCard/action`: a press on an Action.Execute. */
export const cardActionSchema = z.object({
  action: z.object({ data: z.record(z.string(), z.unknown()).nullish() }),
});

/** `message/submitAction`: a thumb of Teams' own. */
export const feedbackSchema = z.object({
  actionName: z.literal('feedback'),
  actionValue: z.object({
    reaction: z.enum(['like', 'dislike']),
    /** JSON: `{"feedbackText":"..."}`. */
    feedback: z.string().max(20_000).nullish(),
  }),
});

/** `composeExtension/query`. */
export const searchSchema = z.object({
  parameters: z
    .array(z.object({ name: z.string(), value: z.unknown() }))
    .max(10)
    .nullish(),
  queryOptions: z.object({ count: z.number().int().min(1).max(100).nullish() }).nullish(),
});

/** `composeExtension/selectItem`: what a result of ours carries. */
export const foundSchema = z.object({ entity: z.string().max(80), id: z.string().max(80) });

/** A file that was sent in a private chat. */
export const sharedFileSchema = z.object({
  downloadUrl: z.url(),
  fileType: z.string().max(40).nullish(),
});
