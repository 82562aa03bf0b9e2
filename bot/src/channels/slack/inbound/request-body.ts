import { z } from 'zod';
import {
  actionBodySchema,
  commandBodySchema,
  EVENTS,
  shortcutBodySchema,
  submissionBodySchema,
} from './slack.schema.ts';

/** What becomes of a signed request: it is worked on, only acknowledged, or refused as none of Slack's. */
export type Verdict = 'take' | 'acknowledge' | 'refuse';

const verdict = (schema: z.ZodType, body: unknown): Verdict =>
  schema.safeParse(body).success ? 'take' : 'refuse';

const anyEvent = z.object({ event: z.object({ type: z.string() }) });
const anyCommand = z.object({ command: z.string() });
const anyInteraction = z.object({ type: z.string() });

/**
 * A body as its form says, before Bolt looks into it, which takes the form for granted. Events and interactions of kinds
 * that Clianta does not read are acknowledged, so that Slack does not bring them again.
 */
export function verdictOf(body: unknown): Verdict {
  const event = anyEvent.safeParse(body);
  if (event.success) {
    const { type } = event.data.event;
    const schema = Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined;
    return schema ? verdict(schema, body) : 'acknowledge';
  }
  if (anyCommand.safeParse(body).success) return verdict(commandBodySchema, body);
  const interaction = anyInteraction.safeParse(body);
  if (!interaction.success) return 'refuse';
  switch (interaction.data.type) {
    case 'event_callback':
      return 'refuse';
    case 'block_actions':
      return verdict(actionBodySchema, body);
    case 'view_submission':
      return verdict(submissionBodySchema, body);
    case 'shortcut':
    case 'message_action':
      return verdict(shortcutBodySchema, body);
    default:
      return 'acknowledge';
  }
}
