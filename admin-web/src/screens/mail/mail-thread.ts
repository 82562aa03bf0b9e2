import type { EmailThreadRecord } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import type { Json } from '../../api/records.ts';

export type MailThread = Json<EmailThreadRecord>;

/** The piles that threads lie in. */
export const PILES = {
  open: 'Open',
  waiting: 'Waiting',
  snoozed: 'Snoozed',
  done: 'Done',
  trash: 'Trash',
} as const;
export type Pile = keyof typeof PILES;

export const isPile = (text: string | null): text is Pile => text !== null && Object.hasOwn(PILES, text);

export interface MailShown {
  id: string;
  from: { address: string; name?: string };
  to: Array<{ address: string; name?: string }>;
  cc: Array<{ address: string; name?: string }>;
  subject: string;
  sentAt?: string;
  direction: 'in' | 'out';
  status: string;
  why?: string;
  attachments: Array<{ name: string; size: number }>;
  autoKind: 'none' | 'autoReply' | 'bounce' | 'list';
  /** False: teammates see who wrote when, and no more. */
  isReadable: boolean;
  text?: string;
  html?: string;
}

/** What became of one of ours, where it is not simply sent. */
export const FATES: Readonly<Record<string, string>> = {
  queued: 'Goes out',
  claimed: 'Goes out',
  transmitting: 'Goes out',
  failed: 'Not sent',
  unknown: 'May have gone',
  bounced: 'Came back',
  held: 'Held',
};

export const nameOf = ({ name, address }: { name?: string; address: string }): string => name || address;

export const titleOf = ({ subject, people }: MailThread): string => subject || people[0] || 'No subject';
