import { z } from 'zod';

/** The segment that it stands in, from 0. */
const segment = z.number().int();
const quote = z.object({ text: z.string(), segment, score: z.number() });

/** What was said in a call, and what follows from it. */
export const callTranscriptSchema = z.object({
  segments: z.array(
    z.object({ startMs: z.number(), endMs: z.number(), speaker: z.string(), text: z.string() }),
  ),
  summary: z.array(z.object({ text: z.string(), segment })),
  actionItems: z.array(
    z.object({
      text: z.string(),
      owner: z.string().optional(),
      dueAt: z.string().optional(),
      segment,
      taskId: z.string().optional(),
    }),
  ),
  /** Absent where the call is in no language whose words can be weighed. */
  mood: z
    .object({ score: z.number(), words: z.string(), best: z.array(quote), worst: z.array(quote) })
    .optional(),
});
export type CallTranscript = z.output<typeof callTranscriptSchema>;
