import { hasRole } from '@clianta/crm-core/entity/scope';
import { ForbiddenError } from '@clianta/crm-core/errors';
import { orderSyncsOf } from '@clianta/crm-core/integrations/sync/order-due-syncs';
import type { SyncPreview } from '@clianta/crm-core/integrations/sync/sync-start';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { counted, listed } from '../../tools/format.ts';
import { type SyncedAccount, syncedAccounts, vendorShape } from './the-account.ts';

const FIELDS_SHOWN = 30;
const RECORDS = { one: 'record', many: 'records' };

export const runSync = defineTool({
  name: 'run_sync',
  does: 'Syncing',
  operation: 'other',
  description:
    'Syncs with another system now. The first time, what would be written on both sides is shown and has to be agreed to: fields, counts each way, duplicates.',
  input: z.strictObject({ vendor: vendorShape }),
  effect: 'ask',
  async propose({ vendor }, context): Promise<Proposal | undefined> {
    const open = await waiting(context, vendor);
    if (!open) return undefined;
    requireAdmin(context);
    const { account, preview } = open;
    const { crm } = context;
    const labelOf = (entity: string) => crm.store.entity(entity).label;
    const fresh = preview.kinds.reduce((sum, { theirs, ours, same }) => sum + theirs + ours - 2 * same, 0);
    return {
      title: preview.isOn
        ? `Move ${counted(preview.deletedThere, RECORDS)} to the trash that were deleted in ${account.title}`
        : `Sync with ${account.title}, both ways`,
      preview: {
        count: preview.isOn ? preview.deletedThere : Math.max(1, fresh),
        sample: [{ title: account.connection.credential.name }],
        changes: [
          ...(preview.isOn ? [] : preview.kinds.flatMap((kind) => kindShown(kind, labelOf(kind.entity)))),
          ...(preview.deletedThere > 0
            ? [
                {
                  label: `Deleted in ${account.title}`,
                  to: `${counted(preview.deletedThere, RECORDS)} go to the trash here`,
                },
              ]
            : []),
        ],
      },
      recordIds: [account.connection.credential.id],
    };
  },
  async run({ vendor }, context): Promise<ToolResult> {
    const { crm, scope, approvedIds } = context;
    const [approved] = approvedIds ?? [];
    const accounts = await syncedAccounts(context, vendor);
    let deleted = 0;
    for (const { connection, start } of accounts)
      if (start && connection.credential.id === approved) {
        requireAdmin(context);
        deleted += (await start.begin(connection, scope)).deleted;
      }
    let ordered = 0;
    for (const { connection } of accounts) ordered += await orderSyncsOf(crm, connection.credential);
    const titles = listed([...new Set(accounts.map(({ title }) => title))]);
    const trashed = deleted > 0 ? ` ${counted(deleted, RECORDS)} went to the trash.` : '';
    return {
      text:
        ordered > 0
          ? `The sync with **${titles}** has begun.${trashed} Ask “what did the sync do?” to see what it came to.`
          : `**${titles}** is paused or wants to be connected anew, so nothing is synced. Look at Settings, Integrations.`,
      isAnswer: true,
    };
  },
});

/** The account that somebody has to agree to something of. */
async function waiting(
  context: ToolContext,
  vendor: string | undefined,
): Promise<{ account: SyncedAccount; preview: SyncPreview } | undefined> {
  for (const account of await syncedAccounts(context, vendor)) {
    const preview = await account.start?.preview(account.connection);
    if (preview && (!preview.isOn || preview.deletedThere > 0)) return { account, preview };
  }
  return undefined;
}

function requireAdmin({ scope }: ToolContext): void {
  if (!hasRole(scope, 'admin'))
    throw new ForbiddenError('An admin agrees to a sync, as it writes everywhere.');
}

function kindShown(kind: SyncPreview['kinds'][number], label: { one: string; many: string }) {
  const { object, theirs, ours, same, fields, notices } = kind;
  const shown = fields.slice(0, FIELDS_SHOWN).join(', ');
  return [
    { label: object, to: `${theirs} there, ${counted(ours, label)} here, ${same} the same` },
    { label: `${object}: fields`, to: shown },
    ...notices.map((notice) => ({ label: object, to: notice })),
  ];
}
