import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import { z } from 'zod';
import type { Tool } from '../../tool.ts';
import { updateTool } from '../../tools/change-tools.ts';

const update = updateTool(
  EmailThread,
  'Files e-mail threads, one or all that match a filter: state done, open, waiting, snoozed (snoozedUntil), trash; assignee; deal. More than one, and the trash, are proposed first.',
);

const isTrash = z.object({ set: z.object({ state: z.literal('trash') }) });

export const fileMail: Tool = {
  ...update,
  name: 'file_mail',
  does: 'Filing mail',
  // what is thrown away in the mailbox is asked about, be it one
  propose: async (args, context) =>
    update.propose?.(args, isTrash.safeParse(args).success ? { ...context, mustPropose: true } : context),
};
