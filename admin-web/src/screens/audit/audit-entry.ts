import type { ManyChanges } from '@clianta/crm-core/tracking/user-action/audit-requests.schema';
import type { UserActionRecord } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import type { Json } from '../../api/records.ts';
import { humanize } from '../../formatting.ts';
import type { Kinds } from '../../metadata/kinds.ts';
import type { Valued } from '../../metadata/references.ts';
import { type ValueStyle, type Values, valueAt, valueText } from '../../metadata/value-text.ts';

export type AuditEntry = Json<UserActionRecord>;

export const CHANGE_WORDS: Record<AuditEntry['change'], string> = {
  created: 'Created',
  updated: 'Updated',
  deleted: 'Deleted',
  restored: 'Restored',
};

export const CHANGE_KINDS: Record<AuditEntry['change'], string> = {
  created: 'positive',
  updated: 'accent',
  deleted: 'danger',
  restored: 'positive',
};

/** How long a change can be undone, `UNDO_DAYS` in undo.ts. */
const UNDO_DAYS = 30;

/** A history that was brought in has no versions to go back to. */
export function isUndoable(
  { at, recordVersion }: Pick<AuditEntry, 'at' | 'recordVersion'>,
  now: Date,
): boolean {
  return recordVersion > 0 && now.getTime() - Date.parse(at) < UNDO_DAYS * 86_400_000;
}

/** What one request did to many records: the word for the change, and what was changed. */
export function manyText(
  { kinds: changed }: Pick<ManyChanges, 'kinds'>,
  kinds: Kinds,
): { change: string; what: string } {
  const changes = new Set(changed.map(({ change }) => change));
  const [first] = changed;
  if (first && changes.size === 1)
    return {
      change: CHANGE_WORDS[first.change],
      what: changed.map(({ count, entity }) => kinds.count(count, entity)).join(', '),
    };
  const what = changed
    .map(({ count, entity, change }) => `${kinds.count(count, entity)} ${change}`)
    .join(', ');
  return { change: 'Changed', what };
}

export interface FieldChange {
  field: string;
  from: string;
  to: string;
}

/** Before and after, field by field; fields that say the same are left out. */
export function fieldChanges(
  { entity, before, after }: Pick<AuditEntry, 'entity' | 'before' | 'after'>,
  kinds: Kinds,
  style: ValueStyle,
): FieldChange[] {
  const record = { ...before, ...after };
  const text = (name: string, values: Values) =>
    valueText(kinds.field(entity, name), valueAt(values, name), style, record);
  // compared as they are stored: names of records may not be known yet
  const stored = (name: string, values: Values) => {
    const text = JSON.stringify(valueAt(values, name) ?? null);
    return text === '[]' || text === '""' ? 'null' : text;
  };
  return [...new Set([before, after].flatMap(fieldNames))]
    .filter((name) => stored(name, before) !== stored(name, after))
    .map((name) => ({
      field: kinds.field(entity, name)?.label ?? humanize(name.replace(OWN, '')),
      from: text(name, before),
      to: text(name, after),
    }));
}

/** What refers to other records in a change. */
export const valuedBy = ({
  entity,
  before,
  after,
}: Pick<AuditEntry, 'entity' | 'before' | 'after'>): Valued[] =>
  [before, after].map((values) => ({ kind: entity, values }));

/** Before the name of a field that the workspace added. */
const OWN = 'customFields.';

const fieldNames = (values: Values): string[] =>
  Object.entries(values).flatMap(([name, value]) =>
    `${name}.` === OWN ? Object.keys(value ?? {}).map((key) => OWN + key) : [name],
  );

/** Where a change can come from. */
export const CHANNEL_NAMES: Record<string, string> = {
  web: 'Web',
  terminal: 'Terminal',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  discord: 'Discord',
  api: 'API',
  job: 'Background',
};

const PLACES: Record<string, string> = {
  web: 'in the web chat',
  terminal: 'in a terminal',
  api: 'through the API',
  job: 'in the background',
};

/** "by the contact agent in Slack": how the write came about. */
export function wayText({ via, channel, token }: Pick<AuditEntry, 'via' | 'channel' | 'token'>): string {
  const agent = via && `by the ${humanize(via).toLowerCase()}`;
  // without an agent it was a button or a form of these pages, not something said
  const place =
    !agent && channel === 'web'
      ? 'directly'
      : channel && (PLACES[channel] ?? `in ${CHANNEL_NAMES[channel] ?? channel}`);
  const key = token && `by the token “${token}”`;
  return [agent, place, key].filter(Boolean).join(' ') || 'directly';
}
