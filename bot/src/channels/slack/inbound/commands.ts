import { addressOf } from '../address.ts';
import { COMMANDS } from '../commands.ts';
import type { SlackDialogs } from '../modals/dialogs.ts';
import type { SlackContext } from '../slack-context.ts';
import type { SlackInbox } from './inbox.ts';
import { type CommandBody, commandBodySchema } from './slack.schema.ts';
import { tenantOfCommand } from './tenant.ts';

export interface CommandsOptions extends SlackContext {
  inbox: SlackInbox;
  dialogs: SlackDialogs;
}

/** Slash commands: with a text they say it, without one they open a form or say what stands for itself. */
export class SlackCommands {
  readonly #options: CommandsOptions;

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  /** What Slack shows at once; undefined where a form opens. */
  acknowledgement(body: CommandBody): { response_type: 'ephemeral'; text: string } | undefined {
    const command = COMMANDS.find((one) => one.command === body.command);
    return body.text.trim() || command?.alone
      ? { response_type: 'ephemeral', text: 'Working on it…' }
      : undefined;
  }

  async run(body: unknown): Promise<void> {
    const parsed: CommandBody = commandBodySchema.parse(body);
    const command = COMMANDS.find((one) => one.command === parsed.command);
    if (!command) return;
    const {
      channel_id: channelId,
      user_id: userId,
      trigger_id: triggerId,
      response_url: responseUrl,
    } = parsed;
    const teamId = tenantOfCommand(parsed);
    const target = { teamId, channelId, userId, responseUrl };
    const { seen, senders, inbox, dialogs, handlers } = this.#options;
    await seen.once([`command:${triggerId}`], async () => {
      const typed = await inbox.textOf(parsed.text, teamId, undefined);
      if (!typed && command.adds && (await dialogs.openForm(triggerId, target, command.adds))) return;
      const text = typed ? command.says(typed) : (command.alone ?? command.command);
      const sender = await senders.of(userId, teamId);
      if (!sender) return;
      const externalId = `command:${triggerId}`;
      await handlers().message({ channel: 'slack', externalId, sender, thread: addressOf(target), text });
    });
  }
}
