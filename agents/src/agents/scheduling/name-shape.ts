import { z } from 'zod';
import { slot } from '../../slot.ts';

/** What meetings are called, so that "the demo" needs no other words. */
const KINDS = [
  'meeting',
  'call',
  'demo',
  'appointment',
  'lunch',
  'dinner',
  'breakfast',
  'coffee',
  'kickoff',
  'kick-off',
  'training',
  'workshop',
  'review',
  'interview',
  'standup',
  'weekly',
  'sync',
  'visit',
  'webinar',
  'presentation',
  'session',
  'retro',
  'one-on-one',
  'invitation',
  'invite',
  'dentist',
  'event',
] as const;

/** Words that say nothing of what it is. */
export const GENERAL: ReadonlySet<string> = new Set([
  'meeting',
  'appointment',
  'session',
  'event',
  'invitation',
  'invite',
]);

/** Whom a meeting is with, and what it is called. */
export const nameShape = {
  kind: slot({ kind: 'option', options: KINDS }, z.string().trim().min(1).max(60))
    .describe('What it is: "demo", "call", "weekly"')
    .optional(),
  who: slot({ kind: 'person' }, z.string().trim().min(1).max(200))
    .describe('Whom it is with: one person, company or deal, by name or id')
    .optional(),
  with: slot({ kind: 'text', isNames: true }, z.string().trim().min(1).max(300))
    .describe(
      'Whom it is with, where several are: names of teammates, contacts or companies, or addresses, with commas',
    )
    .optional(),
};

export interface Named {
  kind?: string | undefined;
  who?: string | undefined;
  with?: string | undefined;
}

/** All that was said of whom it is with. */
export const namesOf = ({ who, with: others }: Named): string | undefined =>
  [who, others].filter(Boolean).join(', ') || undefined;

/**
 * Sayings with each way to name a meeting, and whom it is with: one who is known, or several in words.
 *
 * `{meeting}` stands for "the demo", "the Acme demo" and "the demo with Jane".
 */
export function named(sayings: readonly string[]): string[] {
  const all = sayings.flatMap((one) =>
    one.includes('{meeting}')
      ? ['{kind}', '{who} {kind}', '{kind} with {with}'].map((way) => one.replace('{meeting}', way))
      : [one],
  );
  return all.flatMap((one) => (one.includes('{with}') ? [one.replace('{with}', '{who}'), one] : [one]));
}
