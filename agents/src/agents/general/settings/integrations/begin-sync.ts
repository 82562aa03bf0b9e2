import { hasRole } from '@clianta/crm-core/entity/scope';
import { ForbiddenError, InvalidError } from '@clianta/crm-core/errors';
import { orderSyncsOf } from '@clianta/crm-core/integrations/sync/order-due-syncs';
import type { SyncPreview } from '@clianta/crm-core/integrations/sync/sync-start';
import { type SyncedAccount, syncedAccounts, syncedAmong } from '../../../../syncs/synced-accounts.ts';
import type { Proposal, ToolContext, ToolResult } from '../../../../tool.ts';
import { counted, listed } from '../../../../tools/format.ts';
import { accountMeant } from './the-account.ts';

const FIELDS_SHOWN = 30;
const RECORDS = { one: 'record', many: 'records' };

/** What a first sync would come to, or one that many records were deleted before; undefined: nobody has to agree. */
export async function proposeSync(
  integration: string | undefined,
  context: ToolContext,
): Promise<Proposal | undefined> {
  const open = await waiting(await accountsMeant(context, integration));
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
}

/** Syncs now, with what was agreed to. */
export async function beginSync(integration: string | undefined, context: ToolContext): Promise<ToolResult> {
  const { crm, scope, approvedIds } = context;
  const [approved] = approvedIds ?? [];
  const accounts = await accountsMeant(context, integration);
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
    suggestions: ['What did the sync do?', 'What is connected?'],
    isAnswer: true,
  };
}

/** The synced accounts that are meant: one that is named, or all. @throws InvalidError when there is nothing to sync */
async function accountsMeant(
  context: ToolContext,
  integration: string | undefined,
): Promise<SyncedAccount[]> {
  if (integration === undefined) return syncedAccounts(context, undefined);
  const account = await accountMeant(context, integration);
  const found = await syncedAmong(context, [account]);
  if (found.length === 0) throw new InvalidError(`There is nothing to sync with **${account.name}**.`);
  return found;
}

/** The account that somebody has to agree to something of. */
async function waiting(
  accounts: readonly SyncedAccount[],
): Promise<{ account: SyncedAccount; preview: SyncPreview } | undefined> {
  for (const account of accounts) {
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
