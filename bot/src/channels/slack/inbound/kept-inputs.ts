import { z } from 'zod';
import type { SlackDialogs } from '../modals/dialogs.ts';
import type { SlackButtons } from './buttons.ts';
import type { SlackCommands } from './commands.ts';
import type { SlackInbox } from './inbox.ts';

/** A command, a click or a dialog that was sent, as it is kept until it is handed on; events are kept as they come. */
const inputSchema = z.object({
  input: z.enum(['command', 'click', 'form', 'count']),
  body: z.custom<object>((value) => typeof value === 'object' && value !== null),
});
export type KeptInput = z.output<typeof inputSchema>;

interface Parts {
  inbox: Pick<SlackInbox, 'event'>;
  commands: Pick<SlackCommands, 'run'>;
  buttons: Pick<SlackButtons, 'click' | 'remember'>;
  dialogs: Pick<SlackDialogs, 'submitForm' | 'submitTypedApproval'>;
}

/** Hands on what was kept, by this process or one before it. */
export async function handOn(kept: unknown, { inbox, commands, buttons, dialogs }: Parts): Promise<void> {
  const found = inputSchema.safeParse(kept).data;
  if (!found) return inbox.event(kept);
  switch (found.input) {
    case 'command':
      return commands.run(found.body);
    case 'click':
      return buttons.click(found.body);
    case 'form':
      return dialogs.submitForm(found.body);
    case 'count':
      return dialogs.submitTypedApproval(found.body, (...where) => buttons.remember(...where));
  }
}
