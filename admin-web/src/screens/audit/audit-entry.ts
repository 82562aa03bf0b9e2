import type { ManyChanges } from '@clianta/crm-core/tracking/user-action/audit-requests.schema';
import type { UserActionRecord } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import type { Json } from '../../api/records.ts';
import { humanize } from '../../formatting.ts';

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

/** The entity's name as users say it. */
export function entityWord(entity: string): string {
  if (entity === 'opportunity') return 'Deal';
  return humanize(entity.replace(/Definition$/, ''));
}

/** "18 deals". */
function countOf(count: number, entity: string): string {
  const word = entityWord(entity).toLowerCase();
  const many = word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
  return `${count} ${count === 1 ? word : many}`;
}

/** What one request did to many records: the word for the change, and what was changed. */
export function manyText({ kinds }: Pick<ManyChanges, 'kinds'>): { change: string; what: string } {
  const changes = new Set(kinds.map(({ change }) => change));
  const [first] = kinds;
  if (first && changes.size === 1)
    return {
      change: CHANGE_WORDS[first.change],
      what: kinds.map(({ count, entity }) => countOf(count, entity)).join(', '),
    };
  const what = kinds.map(({ count, entity, change }) => `${countOf(count, entity)} ${change}`).join(', ');
  return { change: 'Changed', what };
}

export interface FieldChange {
  field: string;
  from: string;
  to: string;
}

/** What turns stored values into words. */
export interface AuditWords {
  money: (minor: number) => string;
  instant: (instant: string) => string;
  day: (day: string) => string;
  /** Names of people, pipelines and stages by id. */
  names: ReadonlyMap<string, string>;
}

/** A day of the calendar, without a time. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A stored value in words; an empty one as a dash. */
function valueText(field: string, value: unknown, words: AuditWords): string {
  const text = (one: unknown) => valueText(field, one, words);
  if (typeof value === 'number' && field.endsWith('Minor')) return words.money(value);
  if (typeof value === 'number' && field === 'probability') return `${Math.round(value * 100)} %`;
  if (typeof value === 'string' && DAY.test(value)) return words.day(value);
  if (typeof value === 'string' && field.endsWith('At') && !Number.isNaN(Date.parse(value)))
    return words.instant(value);
  if (typeof value === 'string' && field.endsWith('Id')) return words.names.get(value) ?? value;
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.length ? value.map(text).join(', ') : '–';
  if (typeof value === 'object') {
    const named = value as { name?: unknown };
    return typeof named.name === 'string' ? named.name : JSON.stringify(value);
  }
  return String(value);
}

/** Before and after, field by field; fields that say the same are left out. */
export function fieldChanges(entry: Pick<AuditEntry, 'before' | 'after'>, words: AuditWords): FieldChange[] {
  const names = [...new Set([...Object.keys(entry.before), ...Object.keys(entry.after)])];
  return names
    .map((name) => ({
      field: name === 'opportunityId' ? 'Deal' : humanize(name),
      from: valueText(name, entry.before[name], words),
      to: valueText(name, entry.after[name], words),
    }))
    .filter((change) => change.from !== change.to);
}

const CHANNELS: Record<string, string> = {
  web: 'in the web chat',
  terminal: 'in a terminal',
  slack: 'in Slack',
  api: 'through the API',
  job: 'in the background',
};

/** "by the contact agent in Slack": how the write came about. */
export function wayText({ via, channel }: Pick<AuditEntry, 'via' | 'channel'>): string {
  const agent = via && `by the ${humanize(via).toLowerCase()}`;
  // without an agent it was a button or a form of these pages, not something said
  const place = !agent && channel === 'web' ? 'directly' : channel && (CHANNELS[channel] ?? `in ${channel}`);
  return [agent, place].filter(Boolean).join(' ') || 'directly';
}
