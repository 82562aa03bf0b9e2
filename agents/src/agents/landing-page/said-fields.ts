import { InvalidError } from '@clianta/crm-core/errors';
import type { FormField } from '@clianta/crm-core/marketing/form/form-field.schema';
import { capitalize, listed } from '../../tools/format.ts';

/** What people call the questions that nearly every form has, and what of a contact they become. */
const KNOWN: ReadonlyArray<[said: RegExp, field: Omit<FormField, 'required'>]> = [
  [
    /^(?:e-?mails?|mail|e-?mail address|mail address)$/,
    { name: 'email', label: 'E-mail', type: 'email', mapsTo: 'email' },
  ],
  [/^(?:full )?names?$/, { name: 'name', label: 'Name', type: 'text', mapsTo: 'name' }],
  [/^first ?names?$/, { name: 'first_name', label: 'First name', type: 'text', mapsTo: 'name.first' }],
  [
    /^(?:last ?names?|surnames?)$/,
    { name: 'last_name', label: 'Last name', type: 'text', mapsTo: 'name.last' },
  ],
  [
    /^(?:tele)?phones?(?: numbers?)?$|^mobile(?: number)?$|^tel$/,
    { name: 'phone', label: 'Phone', type: 'phone', mapsTo: 'phone' },
  ],
  [
    /^(?:company|companies|firm|organi[sz]ation)(?: name)?$/,
    { name: 'company', label: 'Company', type: 'text', mapsTo: 'companyId' },
  ],
  [
    /^(?:job ?titles?|position|role)$/,
    { name: 'job_title', label: 'Job title', type: 'text', mapsTo: 'jobTitle' },
  ],
  [/^(?:city|town)$/, { name: 'city', label: 'City', type: 'text', mapsTo: 'city' }],
  [/^country$/, { name: 'country', label: 'Country', type: 'text', mapsTo: 'country' }],
  [/^(?:messages?|comments?|questions?|notes?)$/, { name: 'message', label: 'Message', type: 'longtext' }],
];

/** Every form asks for it: people are told apart by it. */
export const ADDRESS: FormField = {
  name: 'email',
  label: 'E-mail',
  type: 'email',
  required: true,
  mapsTo: 'email',
};

/** "name, e-mail and budget": the fields that are meant, in their order; whatever is not known is a question of its own. */
export function fieldsIn(said: string): FormField[] {
  const parts = said
    .split(/[,;\n&]|\s+(?:and|plus)\s+/i)
    .map((part) =>
      part
        .trim()
        .replace(/^(?:an?|the|their|fields?(?: for)?)\s+/i, '')
        .replace(/\s+fields?$/i, '')
        .replace(/[.?!]+$/, ''),
    )
    .filter(Boolean);
  const fields = parts.map(fieldCalled);
  return fields.filter(({ name }, at) => fields.findIndex((one) => one.name === name) === at);
}

function fieldCalled(said: string): FormField {
  const isOptional = /\boptional\b/i.test(said);
  const isRequired = /\b(?:required|mandatory)\b/i.test(said);
  const text = said.replace(/\s*\(?\b(?:optional|required|mandatory)\b\)?\s*/gi, ' ').trim();
  const known = KNOWN.find(([pattern]) => pattern.test(text.toLowerCase()))?.[1];
  if (known) {
    const usual = known.mapsTo === 'email' || known.mapsTo === 'name';
    return { ...known, required: known.mapsTo === 'email' || ((isRequired || usual) && !isOptional) };
  }
  const name = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40);
  if (!name) throw new InvalidError(`“${said}” is no question that a form could ask.`);
  return { name, label: capitalize(text).slice(0, 160), type: 'text', required: isRequired };
}

/** The field of a form that words mean. @throws InvalidError naming those that there are */
export function fieldNamed(fields: readonly FormField[], said: string): FormField {
  const [wanted] = fieldsIn(said);
  const found = fields.find(
    ({ name, label }) => name === wanted?.name || label.toLowerCase() === wanted?.label.toLowerCase(),
  );
  if (found) return found;
  throw new InvalidError(`The form has no field “${said}”. It asks for ${fieldsInWords(fields)}.`);
}

export const fieldsInWords = (fields: readonly FormField[]): string =>
  listed(fields.map(({ label, required }) => (required ? label : `${label} (optional)`)));
