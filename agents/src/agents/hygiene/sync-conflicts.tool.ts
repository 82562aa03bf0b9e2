import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { hasRole } from '@clianta/crm-core/entity/scope';
import { ForbiddenError, InvalidError } from '@clianta/crm-core/errors';
import { decideConflicts, setRule } from '@clianta/crm-core/integrations/sync/decide-conflicts';
import { FieldMapping } from '@clianta/crm-core/integrations/sync/field-mapping.schema';
import { orderSyncsOf } from '@clianta/crm-core/integrations/sync/order-due-syncs';
import {
  SyncConflict,
  type SyncConflictRecord,
} from '@clianta/crm-core/integrations/sync/sync-conflict.schema';
import { SyncConflicts } from '@clianta/crm-core/integrations/sync/sync-conflicts';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { syncedAccounts, vendorShape } from '../../syncs/synced-accounts.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { anyRecord } from '../../tools/any-record.ts';
import { counted, listed } from '../../tools/format.ts';

/** What fields of records that are synced are called. */
const FIELD_WORDS = [
  ...new Set(
    [Contact, Company, Opportunity, Task].flatMap(({ fields }) =>
      fields.flatMap(({ label, aliases = [], hidden }) => (label && !hidden ? [label, ...aliases] : [])),
    ),
  ),
].map((word) => word.toLowerCase());

const KEEP = ['ours', 'theirs', 'newest', 'ask'] as const;

export const syncConflictsTool = defineTool({
  name: 'sync_conflicts',
  does: 'Deciding what the sync keeps',
  description:
    'Decides values that were changed on both sides of a sync, ours or theirs; with always, which side is right about a field from now on.',
  input: z.strictObject({
    keep: z.enum(KEEP).describe('ours, theirs; for always also newest, or ask'),
    field: slot({ kind: 'option', options: FIELD_WORDS }, z.string().trim().min(1).max(80))
      .optional()
      .describe('Of this field only: phone'),
    record: slot({ kind: 'subject' }, z.string().trim().min(1).max(200))
      .optional()
      .describe('Of this record only'),
    vendor: vendorShape,
    always: slot({ kind: 'text' }, z.enum(['always']))
      .optional()
      .describe('From now on, wherever both change it'),
  }),
  effect: 'write',
  async run({ keep, field, record, vendor, always }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    if (!hasRole(scope, 'admin')) throw new ForbiddenError('An admin decides which side of a sync is right.');
    const accounts = await syncedAccounts(context, vendor);
    const fields = field ? fieldsNamed(context, field) : [];
    const about = record ? await anyRecord(context, record, 'record') : undefined;
    if (record && !about) throw new InvalidError(`I know nothing called “${record}”.`);
    if (!always && keep !== 'ours' && keep !== 'theirs')
      throw new InvalidError('Say which side is kept, ours or theirs.');
    if (always && fields.length === 0)
      throw new InvalidError('Say which field it is about, “their phone always wins”.');
    const decided: SyncConflictRecord[] = [];
    const ruled = new Map<string, string>();
    for (const { title, connection } of accounts) {
      const { id: credentialId } = connection.credential;
      if (always)
        for (const { id, object } of await setRule(crm, scope, credentialId, fields, keep))
          ruled.set(id, `${object} in ${title}`);
      if (keep !== 'ours' && keep !== 'theirs') continue;
      const open = (await new SyncConflicts(crm).open(scope.workspaceId, credentialId)).filter(
        (one) =>
          (!about || one.recordId === about.id) &&
          (fields.length === 0 ||
            fields.some((other) => other.entity === one.entity && other.field === one.field)),
      );
      await decideConflicts(crm, scope.workspaceId, open, keep);
      decided.push(...open);
      if (open.length > 0) await orderSyncsOf(crm, connection.credential);
    }
    if (decided.length === 0 && ruled.size === 0)
      throw new InvalidError(
        always
          ? `No field “${field}” is synced. Ask “what did the sync do?”.`
          : 'Nothing waits for a decision: both sides agree.',
      );
    return {
      text: [
        decided.length > 0
          ? `${keep === 'ours' ? 'Ours' : 'Theirs'} is kept for ${counted(decided.length, SyncConflict.label)}; the sync brings it over now.`
          : '',
        ruled.size > 0 ? ruleInWords(keep, field ?? '', [...ruled.values()]) : '',
      ]
        .filter(Boolean)
        .join(' '),
      // a conflict is bookkeeping: what is decided is written, and audited, by the sync
      changes: [...ruled.keys()].map((id) => ({ entity: FieldMapping.name, id, change: 'updated' as const })),
      isAnswer: true,
    };
  },
});

function ruleInWords(keep: (typeof KEEP)[number], field: string, where: readonly string[]): string {
  const what = {
    ours: 'ours is taken',
    theirs: 'theirs is taken',
    newest: 'the newer one is taken',
    ask: 'you are asked',
  };
  return `From now on, where both change ${field}, ${what[keep]} (${listed(where)}).`;
}

/** The fields that a word names, of whichever kind of record. */
function fieldsNamed({ crm }: ToolContext, word: string): Array<{ entity: string; field: string }> {
  const wanted = word.toLowerCase().trim();
  return [...crm.store.entities.values()].flatMap(({ name: entity, fields }) =>
    fields
      .filter(({ name, label, aliases = [] }) =>
        [name, label ?? '', ...aliases].some((one) => one.toLowerCase() === wanted),
      )
      .map(({ name }) => ({ entity, field: name })),
  );
}
