import { z } from 'zod';
import { COMMANDS } from '../commands.ts';
import { TYPED_APPROVAL } from '../modals/approval-dialog.ts';
import { FORM_DIALOG } from '../modals/form-dialog.ts';
import { SHORTCUTS } from '../shortcuts.ts';
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

/** @param known - what there is a listener for: nobody else would answer */
function verdictOfNamed<T>(schema: z.ZodType<T>, body: unknown, known: (named: T) => boolean): Verdict {
  const { data } = schema.safeParse(body);
  if (data === undefined) return 'refuse';
  return known(data) ? 'take' : 'acknowledge';
}

const COMMAND_NAMES = new Set(COMMANDS.map(({ command }) => command));
const SHORTCUT_IDS = new Set(SHORTCUTS.map(({ callbackId }) => callbackId));
const DIALOG_IDS = new Set([TYPED_APPROVAL, FORM_DIALOG]);

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
  if (anyCommand.safeParse(body).success)
    return verdictOfNamed(commandBodySchema, body, ({ command }) => COMMAND_NAMES.has(command));
  const interaction = anyInteraction.safeParse(body);
  if (!interaction.success) return 'refuse';
  switch (interaction.data.type) {
    case 'event_callback':
      return 'refuse';
    case 'block_actions':
      return verdict(actionBodySchema, body);
    case 'view_submission':
      return verdictOfNamed(submissionBodySchema, body, ({ view }) => DIALOG_IDS.has(view.callback_id));
    case 'shortcut':
    case 'message_action':
      return verdictOfNamed(shortcutBodySchema, body, ({ callback_id: id }) => SHORTCUT_IDS.has(id));
    default:
      return 'acknowledge';
  }
}
