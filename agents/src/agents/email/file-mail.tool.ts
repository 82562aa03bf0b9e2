import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import { z } from 'zod';
import type { Tool, ToolContext } from '../../tool.ts';
import { updateTool } from '../../tools/change-tools.ts';
import { type MailsSaid, mailsInWords, mailsMeant, mailsShape } from './mails-meant.ts';

const update = updateTool(
  EmailThread,
  'Files e-mail threads, one or all that match a filter, or that mails from somebody, about something or of a time are in: state done, open, waiting, snoozed (snoozedUntil), trash (to delete them); assignee; deal. More than one, and the trash, are proposed first.',
);

const isTrash = z.object({ set: z.object({ state: z.literal('trash') }) });
const saidOf = z.object({ ...mailsShape, newest: z.boolean().optional() });

export const fileMail: Tool = {
  ...update,
  name: 'file_mail',
  does: 'Filing mail',
  input: update.input.extend({
    ...mailsShape,
    newest: z.boolean().optional().describe('Only the newest one of these mails'),
  }),
  // what is thrown away in the mailbox is asked about, be it one
  propose: async (args, context) => {
    const found = await withThreads(args, context);
    if (!found) return undefined;
    return update.propose?.(
      found,
      isTrash.safeParse(args).success ? { ...context, mustPropose: true } : context,
    );
  },
  run: async (args, context) => {
    const found = await withThreads(args, context);
    if (found) return update.run(found, context);
    return {
      text: `There is no ${mailsInWords(saidOf.parse(args))}, so nothing was changed.`,
      isAnswer: true,
    };
  },
};

/** The threads of the mails that are meant; undefined where there are none. */
async function withThreads(args: Record<string, unknown>, context: ToolContext) {
  const { newest, ...said } = saidOf.parse(args);
  if (Object.values(said).every((value) => value === undefined)) return args;
  const mails = await mailsMeant(context, said as MailsSaid);
  const ids = [...new Set((newest ? mails.slice(0, 1) : mails).flatMap(({ threadId }) => threadId ?? []))];
  if (ids.length === 0) return undefined;
  const { from: _, about: __, period: ___, newest: ____, where, ...rest } = args;
  const own = Array.isArray(where) ? where : [];
  return { ...rest, where: [...own, { field: 'id', op: 'in', value: ids }] };
}
