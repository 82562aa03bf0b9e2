import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** A stretch of a call in which one person speaks. Milliseconds from its beginning. */
const segmentSchema = z.object({
  startMs: z.number().int().min(0),
  endMs: z.number().int().min(0),
  /** As the transcript calls them: "Lena Brandt", "Speaker 2". */
  speaker: z.string().max(120),
  text: z.string().min(1).max(20_000),
});
export type Segment = z.output<typeof segmentSchema>;

const segment = z.number().int().min(0).describe('Its place among the segments, from 0');

/** What somebody said they would do. */
const actionItemSchema = z.object({
  text: z.string().min(1).max(300),
  /** As it was said; a teammate's is in `ownerId` as well. */
  owner: z.string().max(120).optional(),
  ownerId: z.string().optional(),
  dueAt: z.date().optional(),
  segment,
  taskId: z.string().optional(),
});
export type ActionItem = z.output<typeof actionItemSchema>;

/**
 * `waiting`: a recording that nobody has listened to yet; `working`: somebody does; `partial`: only its beginning could be
 * turned into text.
 */
const CALL_STATUSES = ['waiting', 'working', 'ready', 'partial', 'failed'] as const;

/** The most that one call has; a transcript has fewer letters than a file may (1 million). */
const MOST_SEGMENTS = 20_000;

const isHeard = (status: string | undefined): boolean => status === 'ready' || status === 'partial';

/** A call that was recorded: who said what and when, and what follows from it. All of it is text from outside. */
export const CallRecording = defineEntity({
  name: 'callRecording',
  plural: 'callRecordings',
  domain: 'crm',
  label: { one: 'recording', many: 'recordings' },
  aliases: ['call recording', 'recorded call', 'call transcript', 'transcript'],
  eventName: 'call',
  talk: {
    title: 'title',
    owner: 'ownerId',
    period: 'at',
    columns: ['title', 'at', 'participants', 'companyId', 'status', 'sentiment'],
    tellsApart: ['at', 'companyId', 'contactId'],
    subtitle: ['companyId', 'at'],
    sort: '-at',
    knownBy: 'companyId',
    isNamed: false,
  },
  schema: z.object({
    title: z.string().trim().min(1).max(300).meta({ label: 'Title' }),
    at: z.date().meta({ label: 'When', hasTime: true, aliases: ['date', 'time'] }),
    status: z.enum(CALL_STATUSES).default('waiting').meta({ label: 'Status', readOnly: true }),
    contactId: z.string().optional().meta({ label: 'Contact', ref: 'contact', onDelete: 'clear' }),
    companyId: z.string().optional().meta({ label: 'Company', ref: 'company', onDelete: 'clear' }),
    opportunityId: z
      .string()
      .optional()
      .meta({ label: 'Deal', ref: 'opportunity', onDelete: 'clear', toolName: 'deal', aliases: ['deal'] }),
    ownerId: z
      .string()
      .optional()
      .meta({ label: 'Kept by', ref: 'user', onDelete: 'keep', aliases: ['owner'] }),
    participants: z.array(z.string().max(120)).max(100).default([]).meta({ label: 'Participants' }),
    seconds: z.number().int().min(0).optional().meta({ label: 'Seconds', readOnly: true, isAside: true }),
    /** −1 (angry) to 1 (delighted); absent where it could not be measured. */
    sentiment: z.number().min(-1).max(1).optional().meta({ label: 'Sentiment', readOnly: true }),
    /** ISO 639-1. */
    language: z.string().max(10).optional().meta({ label: 'Language', readOnly: true, isAside: true }),
    consentNote: z
      .string()
      .max(1_000)
      .optional()
      .meta({ label: 'Consent', format: 'longtext', aliases: ['consent note'] }),
    fileId: z
      .string()
      .optional()
      .meta({ label: 'File', ref: 'attachment', onDelete: 'clear', readOnly: true, isAside: true }),
    /** Why it is partial or failed, for people. */
    problem: z.string().max(500).optional().meta({ label: 'Problem', readOnly: true }),
    summary: z
      .array(z.object({ text: z.string().max(600), segment }))
      .max(20)
      .default([])
      .meta({ label: 'Summary', hidden: true, readOnly: true }),
    actionItems: z
      .array(actionItemSchema)
      .max(100)
      .default([])
      .meta({ label: 'Action items', readOnly: true, isAside: true }),
    /** Read by `heardCall`; lists and logs do without. */
    segments: z.array(segmentSchema).max(MOST_SEGMENTS).default([]).meta({ hidden: true, readOnly: true }),
    /** The audio where it is being listened to: the name of the service's own file. */
    remoteName: z.string().max(300).optional().meta({ hidden: true, readOnly: true }),
    /** Windows of it that wait to be listened to. */
    windows: z
      .array(
        z.object({
          fromMs: z.number().int().min(0),
          toMs: z.number().int().min(0),
          segments: z.array(segmentSchema).max(MOST_SEGMENTS).optional(),
          /** Why it was not heard, for people. */
          problem: z.string().max(500).optional(),
        }),
      )
      .max(40)
      .default([])
      .meta({ hidden: true, readOnly: true }),
  }),
  personal: { contactId: 'erase', fileId: 'along' },
  titleOf: (call) => call.title,
  search: ['title', 'participants'],
  unique: [['fileId']],
  indexes: [['-at'], ['companyId', '-at'], ['contactId', '-at'], ['opportunityId', '-at'], ['status']],
  derivedEvents: [
    {
      type: 'call.ready',
      field: 'status',
      says: ({ status }) => (status === 'partial' ? 'Recording partly heard' : 'Recording heard'),
      when: (after, before) => isHeard(after.status) && !isHeard(before?.status),
    },
    {
      type: 'call.failed',
      field: 'status',
      when: (after, before) => after.status === 'failed' && before?.status !== 'failed',
    },
  ],
});

export type CallRecord = RecordOf<typeof CallRecording>;
