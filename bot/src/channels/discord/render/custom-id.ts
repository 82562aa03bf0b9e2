import { createHash } from 'node:crypto';
import { LIMITS } from './limits.ts';

/** What a button, a select or a modal stands for. `key` names what was kept with the message; the rest are ids. */
export const custom = {
  approve: (approvalId: string) => `approve:${approvalId}`,
  /** Opens a modal in which the number of records is typed. */
  approveTyped: (approvalId: string) => `typed:${approvalId}`,
  reject: (approvalId: string) => `reject:${approvalId}`,
  /** The modal of a typed approval. */
  count: (approvalId: string) => `count:${approvalId}`,
  choose: (choiceId: string, option: number) => `choose:${choiceId}:${option}`,
  undo: (groupId: string) => `undo:${groupId}`,
  say: (key: string) => `say:${key}`,
  /** A button that opens the modal of a form that was kept. */
  form: (key: string) => `form:${key}`,
  /** The modal of a form that was kept. */
  fill: (key: string) => `fill:${key}`,
  /** The modal that adds a record of a kind. */
  add: (noun: string) => `add:${noun}`,
  /** A select whose options name records. */
  open: (key: string) => `open:${key}`,
} as const;

const KINDS = [
  'approve',
  'typed',
  'reject',
  'count',
  'choose',
  'undo',
  'say',
  'form',
  'fill',
  'add',
  'open',
] as const;
type Kind = (typeof KINDS)[number];
const isKind = (text: string | undefined): text is Kind => KINDS.some((kind) => kind === text);

/** Undefined when it is none of ours. */
export function readCustomId(id: string): { kind: Kind; value: string } | undefined {
  const [, kind, value = ''] = /^([a-z]+):([^~]+)(?:~\d+)?$/.exec(id) ?? [];
  return isKind(kind) && id.length <= LIMITS.customId ? { kind, value } : undefined;
}

/** Names something kept, the same for the same thing. */
export function keyOf(kept: unknown): string {
  return createHash('sha256').update(JSON.stringify(kept)).digest('hex').slice(0, 32);
}
