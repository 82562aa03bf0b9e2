import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';
import { type FormField, formFieldSchema } from './form-field.schema.ts';

const KEY_BYTES = 12;

/** A page of somebody else's: `https://www.acme.example`. */
const origin = () =>
  z
    .string()
    .trim()
    .overwrite((text) => (URL.canParse(text) ? new URL(text).origin : text))
    .refine((text) => /^https?:\/\/[^/]+$/.test(text), 'is not the address of a site');

/** What people outside fill in: on a landing page, or on a site that embeds it. */
export const Form = defineEntity({
  name: 'form',
  plural: 'forms',
  domain: 'marketing',
  label: { one: 'form', many: 'forms' },
  aliases: ['web form', 'web forms'],
  talk: {
    columns: ['name', 'isOn', 'doubleOptIn', 'origins', 'signal'],
    subtitle: ['isOn'],
    sort: 'name',
  },
  isCached: true,
  schema: z.object({
    name: z.string().trim().min(1, 'is missing').max(120).meta({ label: 'Name' }),
    /** Names it to everybody; opens nothing but the form itself. */
    key: z
      .string()
      .regex(/^[\w-]{8,40}$/)
      .optional()
      .meta({ label: 'Key', readOnly: true }),
    fields: z.array(formFieldSchema).min(1, 'are missing').max(30).meta({ label: 'Fields' }),
    /** What people agree to, as they read it; a box that they tick. */
    consentText: z.string().trim().max(1_000).optional().meta({ label: 'Consent', format: 'longtext' }),
    /** Only who has confirmed by mail becomes a contact. */
    doubleOptIn: z.boolean().default(false).meta({ label: 'Confirmed by e-mail' }),
    button: z.string().trim().min(1).max(60).default('Send').meta({ label: 'Button' }),
    thanks: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .default('Thank you. We have received it.')
      .meta({ label: 'Thank-you text' }),
    /** Where people are taken afterwards, instead of the text. */
    redirect: z
      .url({ protocol: /^https?$/, error: 'is not an address such as https://acme.example/thanks' })
      .max(500)
      .optional()
      .meta({ label: 'Goes on to', format: 'url' }),
    /** Sites that may embed it, besides our own pages. */
    origins: z.array(origin()).max(20).default([]).meta({ label: 'Sites' }),
    /** What a filled in form says of somebody's interest. */
    signal: z.enum(['form', 'demoRequest']).default('form').meta({ label: 'Counts as' }),
    /** Whoever fills it in waits to be invited. */
    isWaitlist: z.boolean().default(false).meta({ label: 'Waitlist' }),
    isOn: z.boolean().default(true).meta({ label: 'On' }),
  }),
  titleOf: ({ name }) => name,
  search: ['name'],
  unique: [['name'], ['key']],
  prepare(next, { before }) {
    requireSensible(next.fields);
    if (next.doubleOptIn && !next.consentText)
      throw new InvalidError('Whoever confirms by e-mail has to read what they agree to.', {
        consentText: 'is missing',
      });
    return { key: before?.key ?? next.key ?? randomBytes(KEY_BYTES).toString('base64url') };
  },
});

export type FormRecord = RecordOf<typeof Form> & { key: string };

/** By which field whoever fills it in is told from others. */
export const addressField = (fields: readonly FormField[]): FormField | undefined =>
  fields.find(({ mapsTo }) => mapsTo === 'email');

function requireSensible(fields: readonly FormField[]): void {
  const names = fields.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new InvalidError(`Two fields are called “${twice}”.`, { fields: 'has a name twice' });
  const targets = fields.flatMap(({ mapsTo }) => mapsTo ?? []);
  const same = targets.find((target, at) => targets.indexOf(target) !== at);
  if (same) throw new InvalidError(`Two fields fill in “${same}”.`, { fields: 'fill in the same twice' });
  const address = addressField(fields);
  if (address?.type !== 'email' || !address.required)
    throw new InvalidError('A form asks for an e-mail address, by which people are told apart.', {
      fields: 'need one of the type email that is required and becomes the contact’s e-mail',
    });
}
