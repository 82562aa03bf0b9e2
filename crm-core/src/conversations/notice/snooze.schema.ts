import { z } from 'zod';

/** The usual times. */
export const SNOOZES = ['tonight', 'tomorrow', 'monday'] as const;

/** Until when something is put off: one of the usual times, or an instant. */
export const snoozeSchema = z.union([z.enum(SNOOZES), z.iso.datetime({ offset: true })]);
export type Snooze = z.output<typeof snoozeSchema>;
