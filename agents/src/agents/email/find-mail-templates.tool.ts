import { EmailTemplate } from '@clianta/crm-core/marketing/templates/email-template.schema';
import { renderTemplate } from '@clianta/crm-core/marketing/templates/render-template';
import { mailValues } from '@clianta/crm-core/marketing/templates/template-values';
import { z } from 'zod';
import { defineTool, type Tool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf, searchShape } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { listed } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { type SearchArgs, searched } from '../../tools/search-tool.ts';

export const findMailTemplates: Tool = defineTool({
  name: 'find_mail_templates',
  does: 'Looking for e-mail templates',
  operation: 'list',
  entity: EmailTemplate.name,
  description: 'Lists e-mail templates, or shows one with its text and variables.',
  input: z.strictObject({ ...searchShape(EmailTemplate), template: oneOf(EmailTemplate).optional() }),
  effect: 'read',
  async run({ template, ...args }, context): Promise<ToolResult> {
    if (template) return shown(context, template);
    const found = await searched(context, EmailTemplate, args as SearchArgs);
    return found.cards
      ? { ...found, suggestions: ['Write Jane with the template …'] }
      : { ...found, text: `${found.text} Say “save this as template Welcome” to keep a draft as one.` };
  },
});

/** A template as it would read, its gaps left visible. */
async function shown(context: ToolContext, name: string): Promise<ToolResult> {
  const template = await resolveOne(context, EmailTemplate, name, 'template');
  const valuesFor = await mailValues(context.crm, context.scope.workspaceId);
  const sample = Object.fromEntries(
    Object.entries(valuesFor({ sender: { name: context.scope.actor.name } })).map(([group, values]) => [
      group,
      withNames(group, values, template.variables),
    ]),
  );
  const { subject, text } = renderTemplate(template, sample);
  const names =
    template.variables.length > 0 ? `\n\nIt is filled in with ${listed(template.variables)}.` : '';
  return {
    text: `**${template.name}**\n\n> **Subject:** ${subject}\n>\n${text
      .trim()
      .split('\n')
      .map((line) => `> ${line}`.trimEnd())
      .join('\n')}${names}`,
    cards: [await recordCard(context, EmailTemplate, template)],
    focus: [focusOf(EmailTemplate, template)],
    isAnswer: true,
  };
}

function withNames(group: string, values: Readonly<Record<string, unknown>>, variables: readonly string[]) {
  const named = variables.flatMap((variable) => {
    const [of, name = '', more] = variable.split('.');
    return of === group && more === undefined ? [[name, values[name] ?? `[${variable}]`]] : [];
  });
  return { ...values, ...Object.fromEntries(named) };
}
