import { z } from 'zod';
import { defineEntity, type PrepareContext, type RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';
import { mailBlocks, textsOf } from './mail-block.schema.ts';
import { MailText } from './mail-text.ts';
import { customFieldNamed, mailVariables } from './mail-variables.ts';

/** A mail that is written again and again, with variables for what differs. Its record's version is its edition. */
export const EmailTemplate = defineEntity({
  name: 'emailTemplate',
  plural: 'email-templates',
  domain: 'marketing',
  label: { one: 'email template', many: 'email templates' },
  aliases: ['template', 'templates', 'mail template', 'mail templates'],
  talk: { key: 'template', columns: ['name', 'subject', 'variables'], sort: 'name', tellsApart: ['subject'] },
  schema: z.object({
    name: z.string().trim().min(1).max(120).meta({ label: 'Name' }),
    subject: z
      .string()
      .trim()
      .min(1)
      .max(300)
      .meta({ label: 'Subject', aliases: ['subject line'] }),
    preheader: z.string().trim().max(300).optional().meta({ label: 'Preview text', isAside: true }),
    blocks: mailBlocks.min(1, 'needs at least one block').meta({ label: 'Blocks', isAside: true }),
    /** Those that its texts name. */
    variables: z
      .array(
        z
          .string()
          .max(120)
          .regex(/^\w+(?:\.\w+)+$/),
      )
      .max(100)
      .default([])
      .meta({ label: 'Variables', readOnly: true, isAside: true }),
  }),
  titleOf: ({ name }) => name,
  search: ['name', 'subject'],
  unique: [['name']],
  async prepare(next, context) {
    return { variables: await knownVariables(textsOf(next), context) };
  },
});

export type EmailTemplateRecord = RecordOf<typeof EmailTemplate>;

/**
 * The variables that texts name.
 *
 * @throws InvalidError naming those that there are not, before somebody gets a mail with a gap
 */
export async function knownVariables(
  texts: readonly string[],
  { readWhere }: Pick<PrepareContext<unknown>, 'readWhere'>,
): Promise<string[]> {
  const named = [...new Set(texts.flatMap((text) => new MailText(text).variables))];
  const known = new Set(mailVariables());
  for (const variable of named) {
    if (known.has(variable)) continue;
    const own = customFieldNamed(variable);
    if (own && (await readWhere('customFieldDefinition', own))) continue;
    throw new InvalidError(`There is no variable ${variable}. ${nearest(variable, known)}`);
  }
  return named;
}

function nearest(variable: string, known: ReadonlySet<string>): string {
  const [group = ''] = variable.split('.');
  const same = [...known].filter((one) => one.startsWith(`${group}.`)).slice(0, 8);
  return same.length > 0
    ? `Some that there are: ${same.join(', ')}.`
    : 'Variables begin with contact, company, deal, sender or workspace, such as contact.firstName.';
}
