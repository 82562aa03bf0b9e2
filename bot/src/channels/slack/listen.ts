import { randomUUID } from 'node:crypto';
import { logger } from '@clianta/crm-core/logger';
import type { App } from '@slack/bolt';
import type { Journal } from '../../channel-kit/journal.ts';
import { COMMANDS } from './commands.ts';
import type { SlackHome } from './home/home.ts';
import type { SlackButtons } from './inbound/buttons.ts';
import type { SlackCommands } from './inbound/commands.ts';
import type { KeptInput } from './inbound/kept-inputs.ts';
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

/** Every listener answers Slack first and works afterwards; Bolt answers events by itself before their listener. What changes nothing is not kept. */
export function listen(app: App, parts: SlackParts, journal: Journal): void {
  const { commands, buttons, dialogs, home, unfurls, uninstall } = parts;
  // kept before Slack has its answer: it brings nothing again that it has an answer to
  const take = async (key: string, input: KeptInput, ack: () => Promise<void>) => {
    await journal.keep(key, input);
    await ack();
    await journal.run(key, input);
  };
  app.event('message', ({ body }) => journal.run(body.event_id, body));
  app.event('app_mention', ({ body }) => journal.run(body.event_id, body));
  app.event('app_home_opened', ({ body }) => home.opened(body));
  app.event(/^assistant_thread_(started|context_changed)$/, ({ body }) => home.assistantOpened(body));
  app.event('link_shared', ({ body }) => unfurls.shared(body));
  app.event(/^(app_uninstalled|tokens_revoked)$/, async ({ body }) => uninstall?.(body));
  for (const { command } of COMMANDS)
    app.command(command, async ({ ack, body }) => {
      const shown = commands.acknowledgement(commandBodySchema.parse(body));
      if (shown) return take(`command:${body.trigger_id}`, { input: 'command', body }, () => ack(shown));
      await ack();
      await commands.run(body);
    });
  for (const { callbackId } of SHORTCUTS)
    app.shortcut(callbackId, async ({ ack, body }) => {
      await ack();
      await dialogs.shortcut(body);
    });
  app.action(/^clianta_/, async ({ ack, body }) => {
    const key = `click:${'trigger_id' in body ? body.trigger_id : randomUUID()}`;
    if (!buttons.opensDialog(body)) return take(key, { input: 'click', body }, ack);
    await ack();
    await buttons.click(body);
  });
  // a button that only opens a link is reported as well
  app.action(/^(?!clianta_)/, ({ ack }) => ack());
  app.view(TYPED_APPROVAL, async ({ ack, body }) => {
    const errors = dialogs.wrongIn(body);
    if (errors) return ack({ response_action: 'errors', errors });
    await take(`view:${body.view.id}`, { input: 'count', body }, ack);
  });
  app.view(FORM_DIALOG, async ({ ack, body }) => {
    const errors = dialogs.wrongIn(body);
    if (errors) return ack({ response_action: 'errors', errors });
    await take(`view:${body.view.id}`, { input: 'form', body }, ack);
  });
  app.error(async (error) => logger.error({ err: error, channel: 'slack' }, 'slack request failed'));
}
