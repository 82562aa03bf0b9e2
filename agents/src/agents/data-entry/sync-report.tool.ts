import { InvalidError } from '@clianta/crm-core/errors';
import { SyncConflict } from '@clianta/crm-core/integrations/sync/sync-conflict.schema';
import { SyncConflicts } from '@clianta/crm-core/integrations/sync/sync-conflicts';
import { SyncHolds } from '@clianta/crm-core/integrations/sync/sync-holds';
import { SyncLog } from '@clianta/crm-core/integrations/sync/sync-log';
import { type Standing, whereItStands } from '@clianta/crm-core/integrations/sync/where-it-stands';
import { z } from 'zod';
import type { Card } from '../../reply.schema.ts';
import { slot } from '../../slot.ts';
import { type SyncedAccount, syncedAccounts, vendorShape } from '../../syncs/synced-accounts.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { anyRecord } from '../../tools/any-record.ts';
import { counted, formatDate } from '../../tools/format.ts';

const DAY_MS = 86_400_000;
const SHOWN = 20;
const RECORDS = { one: 'record', many: 'records' };

export const syncReport = defineTool({
  name: 'sync_report',
  does: 'Looking at the sync',
  description:
    'What the sync with another system has done, what it could not, and why a record is or is not there.',
  input: z.strictObject({
    vendor: vendorShape,
    record: slot({ kind: 'subject' }, z.string().trim().min(1).max(200))
      .optional()
      .describe('Of one record: why it is not there, who changed it'),
    period: slot({ kind: 'period' }, z.object({ from: z.string(), to: z.string() }))
      .optional()
      .describe('When; default the last 24 hours'),
  }),
  effect: 'read',
  async run({ vendor, record, period }, context): Promise<ToolResult> {
    const accounts = await syncedAccounts(context, vendor);
    if (record) return ofRecord(context, accounts, record);
    const span = period
      ? { from: new Date(period.from), to: new Date(period.to) }
      : { from: new Date(context.now.getTime() - DAY_MS), to: context.now };
    const told = await Promise.all(accounts.map((account) => ofAccount(context, account, span)));
    return {
      text: told.map(({ text }) => text).join('\n\n'),
      cards: told.flatMap(({ cards }) => cards),
      isOutside: accounts[0]?.title ?? 'another system',
      isAnswer: true,
    };
  },
});

async function ofRecord(
  context: ToolContext,
  accounts: readonly SyncedAccount[],
  name: string,
): Promise<ToolResult> {
  const found = await anyRecord(context, name, 'record');
  if (!found) throw new InvalidError(`I know nothing called “${name}”.`);
  const { workspaceId } = context.scope;
  const sentences: string[] = [];
  for (const { title, connection } of accounts) {
    const place = { workspaceId, credentialId: connection.credential.id };
    const standing = await whereItStands(context.crm, place, found.id);
    sentences.push(standingInWords(`**${found.title}**`, title, standing, context));
    sentences.push(...(await conflictsInWords(context, connection.credential.id, found.id, title)));
  }
  return {
    text: sentences.join(' '),
    focus: [found],
    isOutside: accounts[0]?.title ?? 'another system',
    isAnswer: true,
  };
}

function standingInWords(name: string, title: string, standing: Standing, context: ToolContext): string {
  switch (standing.kind) {
    case 'same':
      return `${name} is in ${title}, as ${standing.object} ${standing.externalId}; it was made ${standing.origin === 'ours' ? 'here' : 'there'}.`;
    case 'held':
      return `${name} is not in ${title} as it is here (tried ${formatDate(standing.at, context)}): ${standing.reason}`;
    case 'paused':
      return `${name} is not synced with ${title} any more: both sides changed it again and again. Say which is right, “keep ours for it”.`;
    case 'gone':
      return `${name} was in ${title} as a ${standing.object}, and is deleted there or stands for another one now.`;
    case 'not_yet':
      return `${name} is not in ${title} yet: it goes there with the next sync. Say “sync now”.`;
  }
}

/** What both sides have changed of it. */
async function conflictsInWords(
  { crm, scope }: ToolContext,
  credentialId: string,
  recordId: string,
  title: string,
): Promise<string[]> {
  const { records } = await crm.records(SyncConflict).find(
    { ...scope, role: 'system' },
    {
      where: [
        { field: 'credentialId', op: 'eq', value: credentialId },
        { field: 'recordId', op: 'eq', value: recordId },
      ],
      sort: '-at',
      limit: 5,
    },
  );
  return (await new SyncConflicts(crm).withValues(records)).map(({ field, ours, theirs, winner }) => {
    const outcome =
      winner === undefined ? 'nobody has decided yet' : `${winner === 'ours' ? 'ours' : 'theirs'} was taken`;
    return `Both changed ${field}: “${String(ours ?? '')}” here, “${String(theirs ?? '')}” in ${title}; ${outcome}.`;
  });
}

async function ofAccount(
  { crm, scope, ...context }: ToolContext,
  { title, connection }: SyncedAccount,
  span: { from: Date; to: Date },
): Promise<{ text: string; cards: Card[] }> {
  const { id: credentialId, state, lastSyncedAt, lastError } = connection.credential;
  const { workspaceId } = scope;
  const { runs, counts, errors } = await new SyncLog(crm).totals(workspaceId, credentialId, span);
  const [held, open] = await Promise.all([
    new SyncHolds(crm).count(workspaceId, credentialId),
    new SyncConflicts(crm).open(workspaceId, credentialId),
  ]);
  const last = lastSyncedAt ? `last synced ${formatDate(lastSyncedAt, context)}` : 'never synced yet';
  const done = [
    `${counts.created} made`,
    `${counts.updated} changed`,
    ...(counts.deleted > 0 ? [`${counts.deleted} deleted`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} refused`] : []),
    ...(counts.conflicts > 0 ? [`${counts.conflicts} changed on both sides`] : []),
  ];
  const text = [
    `**${title}** (${last}${state === 'ok' ? '' : `, ${state}`}): ${counted(runs, { one: 'run', many: 'runs' })}, ${done.join(', ')}.`,
    lastError ? `${lastError.what} ${lastError.whatToDo}` : '',
    held > 0 ? `${counted(held, RECORDS)} of ours ${held === 1 ? 'is' : 'are'} held back.` : '',
    open.length > 0
      ? `${counted(open.length, SyncConflict.label)} wait for you: say “keep ours” or “keep theirs”.`
      : '',
  ];
  const card: Card[] =
    errors.length === 0
      ? []
      : [
          {
            type: 'table',
            title: `What ${title} and we could not agree on`,
            columns: [{ key: 'what', label: 'What' }],
            rows: errors.slice(0, SHOWN).map((what) => ({ cells: { what } })),
            count: errors.length,
          },
        ];
  return { text: text.filter(Boolean).join(' '), cards: card };
}
