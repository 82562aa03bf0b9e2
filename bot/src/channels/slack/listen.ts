import { logger } from '@clianta/crm-core/logger';
import type { App } from '@slack/bolt';
import type { Journal } from '../../channel-kit/journal.ts';
import { COMMANDS } from './commands.ts';
import type { SlackHome } from './home/home.ts';
import type { SlackButtons } from './inbound/buttons.ts';
import type { SlackCommands } from './inbound/commands.ts';
import { commandBodySchema } from './inbound/slack.schema.ts';
import type { SlackUnfurls } from './inbound/unfurls.ts';
import { TYPED_APPROVAL } from './modals/approval-dialog.ts';
import type { SlackDialogs } from './modals/dialogs.ts';
import { FORM_DIALOG } from './modals/form-dialog.ts';
import { SHORTCUTS } from './shortcuts.ts';

export interface SlackParts {
  commands: SlackCommands;
  buttons: SlackButtons;
  dialogs: SlackDialogs;
  home: SlackHome;
  unfurls: SlackUnfurls;
  /** Where teams install the app themselves. */
  uninstall?: ((body: unknown) => Promise<void>) | undefined;
}

/** Every listener answers Slack first and works afterwards; Bolt answers events by itself before their listener. */
export function listen(app: App, parts: SlackParts, journal: Journal): void {
  const { commands, buttons, dialogs, home, unfurls, uninstall } = parts;
  app.event('message', ({ body }) => journal.run(body.event_id, body));
  app.event('app_mention', ({ body }) => journal.run(body.event_id, body));
  app.event('app_home_opened', ({ body }) => home.opened(body));
  app.event(/^assistant_thread_(started|context_changed)$/, ({ body }) => home.assistantOpened(body));
  app.event('link_shared', ({ body }) => unfurls.shared(body));
  app.event(/^(app_uninstalled|tokens_revoked)$/, async ({ body }) => uninstall?.(body));
  for (const { command } of COMMANDS)
    app.command(command, async ({ ack, body }) => {
      await ack(commands.acknowledgement(commandBodySchema.parse(body)));
      await commands.run(body);
    });
  for (const { callbackId } of SHORTCUTS)
    app.shortcut(callbackId, async ({ ack, body }) => {
      await ack();
      await dialogs.shortcut(body);
    });
  app.action(/^clianta_/, async ({ ack, body }) => {
    await ack();
    await buttons.click(body);
  });
  // a button that only opens a link is reported as well
  app.action(/^(?!clianta_)/, ({ ack }) => ack());
  app.view(TYPED_APPROVAL, async ({ ack, body }) => {
    const errors = dialogs.wrongIn(body);
    if (errors) return ack({ response_action: 'errors', errors });
    await ack();
    await dialogs.submitTypedApproval(body, (...where) => buttons.remember(...where));
  });
  app.view(FORM_DIALOG, async ({ ack, body }) => {
    const errors = dialogs.wrongIn(body);
    if (errors) return ack({ response_action: 'errors', errors });
    await ack();
    await dialogs.submitForm(body);
  });
  app.error(async (error) => logger.error({ err: error, channel: 'slack' }, 'slack request failed'));
}
