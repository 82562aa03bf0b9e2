import { z } from 'zod';
import {
  actionBodySchema,
  commandBodySchema,
  eventBodySchema,
  messageEventSchema,
  typedApprovalSchema,
} from './slack.schema.ts';

/** What becomes of a signed request: it is worked on, only acknowledged, or refused as none of Slack's. */
export type Verdict = 'take' | 'acknowledge' | 'refuse';

const verdict = (schema: z.ZodType, body: unknown): Verdict =>
  schema.safeParse(body).success ? 'take' : 'refuse';

const anyEvent = z.object({ event: z.object({ type: z.string() }) });
const heard: ReadonlySet<string> = new Set(messageEventSchema.shape.type.options);
const anyCommand = z.object({ command: z.string() });
const anyInteraction = z.object({ type: z.string() });

/**
 * A body as its form says, before Bolt looks into it, which takes the form for granted. Events and interactions of kinds
 * that Clianta does not read are acknowledged, so that Slack does not bring them again.
 */
export function verdictOf(body: unknown): Verdict {
  const event = anyEvent.safeParse(body);
  if (event.success) return heard.has(event.data.event.type) ? verdict(eventBodySchema, body) : 'acknowledge';
  if (anyCommand.safeParse(body).success) return verdict(commandBodySchema, body);
  const interaction = anyInteraction.safeParse(body);
  if (!interaction.success) return 'refuse';
  switch (interaction.data.type) {
    case 'event_callback':
      return 'refuse';
    case 'block_actions':
      return verdict(actionBodySchema, body);
    case 'view_submission':
      return verdict(typedApprovalSchema, body);
    default:
      return 'acknowledge';
  }
}
