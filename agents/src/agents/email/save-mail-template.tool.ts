import { InvalidError } from '@clianta/crm-core/errors';
import {
  EmailTemplate,
  type EmailTemplateRecord,
} from '@clianta/crm-core/marketing/templates/email-template.schema';
import { type MailBlock, mailBlocks } from '@clianta/crm-core/marketing/templates/mail-block.schema';
import { firstNameOf } from '@clianta/crm-core/marketing/templates/template-values';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { draftMeant } from './writing/change-draft.ts';
import { asSentence } from './writing/wording.ts';

const words = (said: string, most: number) =>
  slot({ kind: 'text' }, z.string().trim().min(1).max(most).describe(said)).optional();

const input = z.strictObject({
  name: slot(
    { kind: 'text' },
    z.string().trim().min(1).max(120).describe('What the template is called'),
  ).optional(),
  subject: words('Its subject line', 300),
  text: words('Its text; variables such as {{ contact.firstName }}', 20_000),
  preheader: words('What lists of mail show after the subject', 300),
  blocks: mailBlocks
    .optional()
    .describe('Instead of a text: heading, text, list, button, image, divider, footer'),
  rename: words('Its new name', 120),
});
type Args = z.output<typeof input>;

export const saveMailTemplate = defineTool({
  name: 'save_mail_template',
  does: 'Keeping an e-mail template',
  operation: 'other',
  entity: EmailTemplate.name,
  description:
    'Makes an e-mail template from a text, from blocks or from the draft spoken of, or changes the one of that name.',
  input,
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const before = await templateNamed(context, args.name);
    return before ? changed(context, before, args) : made(context, args);
  },
});

async function templateNamed(
  { crm, scope, focus }: ToolContext,
  name: string | undefined,
): Promise<EmailTemplateRecord | undefined> {
  const templates = crm.records(EmailTemplate);
  if (name) {
    const { records } = await templates.find(scope, { search: name, limit: 20 });
    return records.find((one) => one.name.toLowerCase() === name.toLowerCase());
  }
  const spoken = focus[0]?.entity === EmailTemplate.name ? focus[0].id : undefined;
  return spoken ? (await templates.getMany(scope, [spoken])).get(spoken) : undefined;
}

async function made(context: ToolContext, args: Args): Promise<ToolResult> {
  if (!args.name)
    throw new InvalidError('What is the template called? Such as “save this as template Welcome”.');
  const draft = args.text || args.blocks ? undefined : await draftMeant(context, undefined).catch(noDraft);
  const blocks = args.blocks ?? [
    {
      kind: 'text' as const,
      text: draft ? withVariables(draft.text, draft.to[0]?.name) : letterText(args.text ?? ''),
    },
  ];
  const template = await context.crm.records(EmailTemplate).create(context.scope, {
    name: args.name,
    subject: args.subject ?? (draft?.subject || args.name),
    ...(args.preheader && { preheader: args.preheader }),
    blocks,
  });
  return result(
    context,
    template,
    'Created',
    `Kept the template **${template.name}**${variablesInWords(template)}`,
  );
}

async function changed(context: ToolContext, before: EmailTemplateRecord, args: Args): Promise<ToolResult> {
  const blocks: MailBlock[] | undefined =
    args.blocks ?? (args.text ? [{ kind: 'text', text: letterText(args.text) }] : undefined);
  const patch = {
    ...(args.rename && { name: args.rename }),
    ...(args.subject && { subject: args.subject }),
    ...(args.preheader && { preheader: args.preheader }),
    ...(blocks && { blocks: [...blocks, ...before.blocks.filter(({ kind }) => kind === 'footer')] }),
  };
  if (Object.keys(patch).length === 0)
    throw new InvalidError(
      `There is a template **${before.name}** already. Say what is to change: its subject, or its text.`,
    );
  const template = await context.crm.records(EmailTemplate).update(context.scope, before.id, patch);
  return result(
    context,
    template,
    'Changed',
    `Changed the template **${template.name}**${variablesInWords(template)}`,
  );
}

async function result(
  context: ToolContext,
  template: EmailTemplateRecord,
  badge: 'Created' | 'Changed',
  text: string,
): Promise<ToolResult> {
  return {
    text,
    cards: [await recordCard(context, EmailTemplate, template, { badge, ...undoable(context) })],
    changes: [
      { entity: EmailTemplate.name, id: template.id, change: badge === 'Created' ? 'created' : 'updated' },
    ],
    focus: [focusOf(EmailTemplate, template)],
    isAnswer: true,
  };
}

const variablesInWords = ({ variables }: EmailTemplateRecord) =>
  variables.length > 0
    ? `. It fills in ${variables.join(', ')}.`
    : '. It has no variables, so it says the same to everybody.';

const letterText = (text: string) => (/\n/.test(text) ? text : asSentence(text));

/** The next one is not called Jane: her name becomes the variable. */
function withVariables(text: string, name: string | undefined): string {
  const first = firstNameOf(name);
  if (!first) return text;
  const lines = text.split('\n');
  lines[0] = (lines[0] ?? '').replace(first, '{{ contact.firstName | default: "there" }}');
  return lines.join('\n');
}

const noDraft = (error: unknown): never => {
  if (error instanceof InvalidError)
    throw new InvalidError(
      'What does the template say? Such as “template Thanks: Hello, thank you for the visit”.',
    );
  throw error;
};
