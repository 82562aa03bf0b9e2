import { z } from 'zod';

const FORM_FIELD_TYPES = ['text', 'longtext', 'email', 'phone', 'number', 'choice', 'checkbox'] as const;

/** How long an answer may be. */
export const LONGEST_ANSWER = { text: 500, longtext: 5_000 } as const;

/**
 * What of a person an answer may become, as a column of an import does. Whoever fills in a form has no account: nothing that
 * says whose they are, how far they are or what they are worth can be set by them.
 */
const FORM_TARGETS = [
  'name',
  'name.first',
  'name.last',
  'email',
  'phone',
  'jobTitle',
  'companyId',
  'city',
  'country',
  'interest',
] as const;

/** One question of a form. */
export const formFieldSchema = z
  .object({
    /** What its answer is called where it is kept. */
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,39}$/, 'is no name of a field: small letters, digits and underscores'),
    label: z.string().trim().min(1, 'is missing').max(160),
    type: z.enum(FORM_FIELD_TYPES).default('text'),
    required: z.boolean().default(false),
    /** Of a choice. */
    options: z.array(z.string().trim().min(1).max(120)).max(50).optional(),
    /** `email`, `companyId`, `custom.budget`; left out: the answer is kept with the submission alone. */
    mapsTo: z
      .string()
      .max(80)
      .refine((key) => /^custom\.\w+$/.test(key) || FORM_TARGETS.some((one) => one === key), {
        error: 'is nothing of a contact that a form may fill in',
      })
      .optional(),
  })
  .refine(({ type, options }) => type !== 'choice' || (options?.length ?? 0) > 0, {
    path: ['options'],
    error: 'are missing: what can be chosen?',
  });

export type FormField = z.output<typeof formFieldSchema>;
