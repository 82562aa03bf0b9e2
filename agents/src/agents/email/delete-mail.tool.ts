import { InvalidError } from '@clianta/crm-core/errors';
import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { fileMail } from './file-mail.tool.ts';
import { mailsInWords, mailsMeant, mailsShape } from './mails-meant.ts';

const input = z.strictObject({
  ...mailsShape,
  newest: z.boolean().optional().describe('Only the newest one of them'),
});
type Args = z.output<typeof input>;

/** Filing them in the trash, be it one or many. */
export const deleteMail = defineTool({
  name: 'delete_mail',
  does: 'Deleting mail',
  entity: EmailThread.name,
  operation: 'other',
  description:
    'Moves the e-mails from somebody, about something or of a time into the trash, all that match or the newest one. Always proposed first.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    const ids = await threadsMeant(context, args);
    return ids.length === 0 ? undefined : fileMail.propose?.(asFiled(ids), context);
  },
  async run(args, context): Promise<ToolResult> {
    const ids = await threadsMeant(context, args);
    if (ids.length === 0)
      return { text: `There is no ${mailsInWords(args)}, so nothing was deleted.`, isAnswer: true };
    return fileMail.run(asFiled(ids), context);
  },
});

const asFiled = (ids: readonly string[]) =>
  ({ where: [{ field: 'id', op: 'in', value: ids }], set: { state: 'trash' } }) as never;

async function threadsMeant(context: ToolContext, args: Args): Promise<string[]> {
  const { from, about, period } = args;
  if (from === undefined && about === undefined && period === undefined)
    throw new InvalidError('Which mails? Say whose they are, what they are about, or when they came.');
  const found = await mailsMeant(context, args);
  return [...new Set((args.newest ? found.slice(0, 1) : found).flatMap(({ threadId }) => threadId ?? []))];
}
