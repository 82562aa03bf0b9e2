import { requireAccess } from '@clianta/crm-core/entity/access';
import { InvalidError } from '@clianta/crm-core/errors';
import { EmailDraft } from '@clianta/crm-core/marketing/drafts/email-draft.schema';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { mailboxOf } from '@clianta/crm-core/marketing/outbox/queue-mail';
import {
  invitationText,
  inviteFromWaitlist,
  linkOf,
  MOST_INVITED,
  type NextOnList,
  nextOnWaitlist,
} from '@clianta/crm-core/marketing/waitlist/invite-from-waitlist';
import { WaitlistEntry } from '@clianta/crm-core/marketing/waitlist/waitlist-entry.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { z } from 'zod';
import type { Proposal, ToolContext, ToolResult } from '../../../../tool.ts';
import { counted } from '../../../../tools/format.ts';
import { type AreaArgs, defineArea, wordsOf } from '../setting-area.ts';

const PEOPLE = { one: 'person', many: 'people' };
const SAMPLES = 3;
const input = z.strictObject({
  invited: z
    .int()
    .min(1)
    .max(MOST_INVITED)
    .optional()
    .describe('Of the waitlist: how many are invited; left out: one'),
  invitation: wordsOf(2_000).describe('Of the waitlist: what the invitation says'),
});
type Args = AreaArgs<typeof input>;

/** People who wait are invited in their order, once somebody has seen who, by whom and what they are told. */
export const waitlistArea = defineArea({
  name: 'waitlist',
  does: 'Inviting people from the waitlist',
  about: 'inviting people from the waitlist, the first ones first',
  actions: ['invite'],
  input,
  call: { entity: WaitlistEntry.name, operation: 'other' },
  example: 'invite the first 50 people from the waitlist',
  async propose(args, context): Promise<Proposal> {
    requireAccess(EmailDraft, context.scope, 'create');
    const { account, entries, out } = await meant(context, args);
    const { name: company } = await context.crm
      .records(Workspace)
      .get(context.scope, context.scope.workspaceId);
    const text = async (entry: (typeof entries)[number]) =>
      invitationText(saidOf(args), company, await linkOf(context.crm, entry));
    return {
      title: `Invite ${counted(entries.length, PEOPLE)} from the waitlist`,
      preview: {
        count: entries.length,
        sample: await Promise.all(
          entries.slice(0, SAMPLES).map(async (entry) => ({ title: entry.email, detail: await text(entry) })),
        ),
        changes: [
          { label: 'From', to: account.address },
          { label: 'Places', to: `${entries[0]?.position} to ${entries.at(-1)?.position}` },
          {
            label: 'Left out',
            to:
              out.length === 0
                ? 'Nobody'
                : out
                    .map(({ entry, why }) => `${entry.email}: ${why}`)
                    .join('; ')
                    .slice(0, 500),
          },
          { label: 'Goes out', to: 'At once' },
        ],
      },
      recordIds: entries.map(({ id }) => id),
    };
  },
  async run(args, context): Promise<ToolResult> {
    requireAccess(EmailDraft, context.scope, 'create');
    const { crm, scope, approvedIds = [] } = context;
    const account = await theMailbox(context);
    const count = await inviteFromWaitlist(crm, scope, approvedIds, {
      accountId: account.id,
      said: saidOf(args),
    });
    const left = await crm
      .records(WaitlistEntry)
      .count(scope, { where: [{ field: 'status', op: 'eq', value: 'waiting' }] });
    return {
      text: `Invited ${counted(count, PEOPLE)}; ${left} still ${left === 1 ? 'waits' : 'wait'}.`,
      changes: approvedIds.map((id) => ({ entity: WaitlistEntry.name, id, change: 'updated' as const })),
      isAnswer: true,
    };
  },
});

const saidOf = ({ invitation }: Args): string =>
  invitation ?? 'you have waited, and now it is your turn: you are invited. Just answer this mail.';

/** @throws InvalidError where the team sends from no mailbox */
async function theMailbox({ crm, scope }: ToolContext): Promise<EmailAccountRecord> {
  const account = await mailboxOf(crm, scope.workspaceId);
  if (account) return account;
  throw new InvalidError(
    'Nobody can be invited: no mailbox is there that the team sends from. Connect one under Settings, Mailboxes.',
  );
}

/** @throws InvalidError where nobody waits */
async function meant(
  context: ToolContext,
  { invited = 1 }: Args,
): Promise<NextOnList & { account: EmailAccountRecord }> {
  const account = await theMailbox(context);
  const next = await nextOnWaitlist(context.crm, context.scope.workspaceId, invited);
  if (next.entries.length === 0)
    throw new InvalidError(
      next.out.length > 0
        ? `Nobody who waits can be written to. ${next.out[0]?.entry.email}: ${next.out[0]?.why}`
        : 'Nobody waits. People get on the waitlist by a form: “make a waitlist form”.',
    );
  return { ...next, account };
}
