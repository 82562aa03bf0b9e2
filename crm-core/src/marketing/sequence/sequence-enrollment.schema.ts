import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** A person on their way through a version of a sequence: the truth of where they are. Its version counts the moves. */
export const SequenceEnrollment = defineEntity({
  name: 'sequenceEnrollment',
  plural: 'sequence-enrollments',
  domain: 'marketing',
  label: { one: 'person in a sequence', many: 'people in sequences' },
  eventName: 'sequence',
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    sequenceId: z.string().meta({ label: 'Sequence', ref: 'sequence', onDelete: 'cascade' }),
    contactId: z.string().meta({ label: 'Contact', ref: 'contact', onDelete: 'keep' }),
    number: z.number().int().min(1).meta({ label: 'Version' }),
    status: z.enum(['active', 'paused', 'finished', 'exited']).default('active').meta({ label: 'Status' }),
    exitReason: z.string().max(300).optional().meta({ label: 'Why it ended' }),
    /** The step that comes next. */
    stepId: z.string().max(40).meta({ label: 'Step' }),
    dueAt: z.date().meta({ label: 'Goes on', hasTime: true }),
    /** The same on the clock of the wall, where a day was counted: it holds though clocks are changed. */
    wall: z.object({ day: z.string(), time: z.string(), timeZone: z.string() }).optional(),
    /** Since when it waits for the mailbox to be read, or for another day. */
    heldSince: z.date().optional(),
    /** Steps that were taken, with their mails. */
    done: z
      .array(z.object({ stepId: z.string(), at: z.date(), messageId: z.string().optional() }))
      .max(400)
      .default([]),
    /** Message-IDs of its mails: what an answer names. */
    sentIds: z.array(z.string().max(998)).max(400).default([]).meta({ hidden: true }),
    subject: z.string().max(998).optional().meta({ hidden: true }),
    accountId: z.string().optional().meta({ label: 'Mailbox', ref: 'emailAccount', onDelete: 'keep' }),
    threadId: z.string().optional().meta({ hidden: true }),
    byId: z.string().meta({ label: 'Enrolled by', ref: 'user', onDelete: 'keep' }),
    enrolledAt: z.date().optional().meta({ label: 'Enrolled', hasTime: true }),
    /** While it is on: nobody is twice in one sequence. */
    liveKey: z.string().max(120).optional().meta({ hidden: true }),
  }),
  personal: { contactId: 'erase' },
  titleOf: () => 'Person in a sequence',
  unique: [['liveKey']],
  indexes: [
    ['status', 'dueAt'],
    ['sequenceId', 'status'],
    ['contactId', 'status'],
  ],
  derivedEvents: [
    { type: 'sequence.enrolled', when: (after, before) => Boolean(after.enrolledAt) && !before?.enrolledAt },
    {
      type: 'sequence.step_done',
      when: (after, before) => after.done.length > (before?.done.length ?? 0),
    },
    {
      type: 'sequence.exited',
      when: (after, before) => after.status === 'exited' && before?.status !== 'exited',
    },
  ],
});

export type SequenceEnrollmentRecord = RecordOf<typeof SequenceEnrollment>;
