import { z } from 'zod';

/** One value: the same letter case aside, `/pattern/`, a day or an instant that begins so; null is empty. */
const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const rangeSchema = z.union([
  z.strictObject({ over: z.number() }),
  z.strictObject({ under: z.number() }),
  /** Dates: both ends as far as they are written, `from` and `until` included. */
  z.strictObject({ before: z.string() }),
  z.strictObject({ after: z.string() }),
  z.strictObject({ from: z.string(), until: z.string().optional() }),
  z.strictObject({ until: z.string() }),
]);

/** What a value of a record has to be. */
const valueSchema = z.union([
  plain,
  rangeSchema,
  z.array(plain),
  z.strictObject({ in: z.array(plain) }),
  /** Nothing at all is not in a range either. */
  z.strictObject({ not: z.union([plain, rangeSchema]) }),
  /** Of a list, or of a text. */
  z.strictObject({ has: z.string() }),
]);
export type ExpectedValue = z.infer<typeof valueSchema>;

/** Conditions on a record by the names of facts; `company.industry` looks through a reference. */
const whereSchema = z.record(z.string(), valueSchema);
export type Where = z.infer<typeof whereSchema>;

/** A list that the answer has to show: these records and no others of the kind. */
const showsSchema = z.strictObject({
  /** What people call one: "deal". */
  of: z.string(),
  where: whereSchema.optional(),
  only: z.array(z.string()).optional(),
  has: z.array(z.string()).optional(),
  hasNot: z.array(z.string()).optional(),
  /** By which fact the rows are in order; `-amount` for the greatest first. */
  sorted: z.string().optional(),
  /** Which comes first. */
  first: z.string().optional(),
});
export type Shows = z.infer<typeof showsSchema>;

const figuresSchema = z.strictObject({
  of: z.string(),
  where: whereSchema.optional(),
  /** A figure for each value of the fact; each stands in one line with its value. */
  by: z.string().optional(),
});

/** A write that has to be there. */
const writeSchema = z.strictObject({
  of: z.string(),
  change: z.enum(['created', 'updated', 'deleted']).default('updated'),
  /** Which one, by title; or all that the conditions fit before. Of a new record: its title. */
  title: z.string().optional(),
  where: whereSchema.optional(),
  set: whereSchema.default({}),
  /** Fields that may be written besides. */
  may: z.array(z.string()).default([]),
});
export type ExpectedWrite = z.infer<typeof writeSchema>;

/** One right outcome. What is not said must not be: without `writes` nothing is written. */
const outcomeSchema = z.strictObject({
  /** Each must stand in the answer: text without regard to case, or `/pattern/`. */
  answer: z.array(z.string()).optional(),
  not: z.array(z.string()).optional(),
  shows: showsSchema.optional(),
  /** How many there are. */
  counts: figuresSchema.optional(),
  /** What they come to. */
  sums: figuresSchema.extend({ what: z.string().default('amount') }).optional(),
  writes: z.array(writeSchema).default([]),
  /** The writes are proposed first, whatever their number. */
  proposed: z.boolean().optional(),
  /** A question back; with what the answer offers to choose from. */
  asks: z.union([z.literal(true), z.array(z.string())]).optional(),
  /** Says honestly that it cannot, and names the limit. */
  cannot: z.union([z.literal(true), z.array(z.string())]).optional(),
});
export type Outcome = z.output<typeof outcomeSchema>;

const languageLineSchema = z
  .object({
    id: z.string(),
    /** The first letter of an id stands for it where it is left out. */
    cat: z.string().optional(),
    text: z.string(),
    /** Said in the same conversation after the line of that id. */
    after: z.string().optional(),
    /** Said before in the same conversation; in words it is for people and not done. */
    given: z.union([z.array(z.string()), z.string()]).optional(),
    /** Records that are there besides those of the demo; references by title. */
    setup: z.array(z.strictObject({ of: z.string(), values: z.record(z.string(), z.unknown()) })).default([]),
    /** One right outcome, or several of which any will do; in words: for people to judge. */
    expect: z.union([z.string(), outcomeSchema.transform((one) => [one]), z.array(outcomeSchema).min(1)]),
  })
  .transform((line) => ({ ...line, cat: line.cat ?? line.id.slice(0, 1) }));
export type LanguageLine = z.output<typeof languageLineSchema>;

/** @throws Error naming the line that is wrong */
export function readLanguageLines(text: string, source: string): LanguageLine[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const read = lines.map((line, at) => {
    const parsed = languageLineSchema.safeParse(JSON.parse(line));
    if (parsed.success) return parsed.data;
    throw new Error(`${source}:${at + 1} is not valid: ${z.prettifyError(parsed.error)}\n${line}`);
  });
  const ids = new Set<string>();
  for (const { id, after } of read) {
    if (ids.has(id)) throw new Error(`${source} has ${id} twice.`);
    if (after && !read.some((line) => line.id === after))
      throw new Error(`${source}: ${id} follows nothing.`);
    ids.add(id);
  }
  return read;
}
