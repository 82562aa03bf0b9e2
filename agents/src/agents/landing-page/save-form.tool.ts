import type { UpdateInputOf } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import { Form, type FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import type { FormField } from '@clianta/crm-core/marketing/form/form-field.schema';
import { FormTemplate, takenFrom } from '@clianta/crm-core/marketing/form-template/form-template.schema';
import { mailboxOf } from '@clianta/crm-core/marketing/outbox/queue-mail';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { capitalize } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { formMeant } from './page-meant.ts';
import { ADDRESS, fieldNamed, fieldsIn, fieldsInWords } from './said-fields.ts';

const text = (what: string, most: number) =>
  slot({ kind: 'text' }, z.string().trim().min(1).max(most).describe(what)).optional();
const CONSENT = 'You may write to me by e-mail. I can withdraw this at any time.';

const input = z.strictObject({
  form: oneOf(Form).optional().describe('Which form is changed; left out where a new one is made'),
  isNew: z.boolean().default(false).describe('A new form is made'),
  name: text('Name of a new one, or its new name', 120),
  fields: text('What a new one asks for: "name, e-mail, phone (required)"', 1_000),
  add: text('What it asks for besides', 500),
  remove: text('What it no longer asks for', 200),
  require: text('What has to be filled in from now on', 200),
  relax: text('What need not be filled in any more', 200),
  button: text('What its button says', 60),
  thanks: text('What is said afterwards', 500),
  redirect: text('The address that people are taken to afterwards', 500),
  consent: text('What people agree to, beside a box', 1_000),
  confirm: z.boolean().optional().describe('Only who confirms by e-mail becomes a contact (double opt-in)'),
  site: text('A site that may embed it: https://www.acme.example', 200),
  isOn: z.boolean().optional().describe('false: nobody can fill it in'),
  waitlist: z.boolean().optional().describe('Whoever fills it in waits to be invited'),
  template: text('The form template that a new one begins with', 120),
  keepAs: text('Keeps the form as a template of this name', 120),
});
type Args = z.output<typeof input>;

export const saveForm = defineTool({
  name: 'save_form',
  does: 'Looking after a form',
  operation: 'other',
  entity: Form.name,
  description:
    'Makes a form for the website or a landing page, or changes one: what it asks for, button, thank-you text, consent, double opt-in, sites that may embed it. A form may lead onto the waitlist, begin with a template, and be kept as one.',
  input,
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    if (args.keepAs) return kept(context, await formMeant(context, args.form), args.keepAs);
    const isNew =
      args.isNew || args.template !== undefined || (args.fields !== undefined && args.form === undefined);
    return isNew ? made(context, args) : changed(context, await formMeant(context, args.form), args);
  },
});

async function made(context: ToolContext, args: Args): Promise<ToolResult> {
  const template = args.template
    ? await resolveOne(context, FormTemplate, args.template, 'template')
    : undefined;
  const usual = args.waitlist ? 'name, e-mail' : 'name, e-mail, message';
  const asked = args.fields || !template ? fieldsIn(args.fields ?? usual) : template.fields;
  const fields = asked.some(({ mapsTo }) => mapsTo === 'email') ? asked : [...asked, ADDRESS];
  const form = (await context.crm.records(Form).create(context.scope, {
    ...(template && takenFrom(template)),
    ...restOf(args),
    name: await freeName(
      context,
      capitalize(args.name ?? template?.name ?? (args.waitlist ? 'Waitlist' : 'Contact form')),
    ),
    fields: withChanges(fields, args),
  } as never)) as FormRecord;
  const added =
    fields.length > asked.length ? ' It asks for the e-mail too: people are told apart by it.' : '';
  return answered(context, form, `Made the form **${form.name}**`, 'created', added);
}

/** Other forms can begin with it from then on. */
async function kept(context: ToolContext, form: FormRecord, name: string): Promise<ToolResult> {
  const template = await context.crm
    .records(FormTemplate)
    .create(context.scope, { ...takenFrom(form), name: capitalize(name) } as never);
  return {
    text: `Kept **${form.name}** as the form template **${template.name}**. “Make a form from the template ${template.name}” begins with it.`,
    changes: [{ entity: FormTemplate.name, id: template.id, change: 'created' }],
    focus: [focusOf(Form, form)],
    suggestions: [`Make a form from the template ${template.name}`],
    isAnswer: true,
  };
}

async function changed(context: ToolContext, form: FormRecord, args: Args): Promise<ToolResult> {
  const patch: UpdateInputOf<typeof Form> = {
    ...restOf(args, form),
    ...(args.name && { name: args.name }),
    ...(args.site && { origins: [...new Set([...form.origins, siteOf(args.site)])] }),
    ...((args.add ?? args.remove ?? args.require ?? args.relax ?? args.fields) && {
      fields: withChanges(args.fields ? fieldsIn(args.fields) : form.fields, args),
    }),
  };
  if (Object.keys(patch).length === 0)
    throw new InvalidError(
      'What is to be changed? Say it such as “add a phone field”, “make company required” or “turn on double opt-in”.',
    );
  const after = (await context.crm.records(Form).update(context.scope, form.id, patch)) as FormRecord;
  if (after.version === form.version)
    return { text: `**${form.name}** is like that already.`, focus: [focusOf(Form, form)], isAnswer: true };
  return answered(context, after, `Changed the form **${after.name}**`, 'updated');
}

async function answered(
  context: ToolContext,
  form: FormRecord,
  what: string,
  change: 'created' | 'updated',
  more = '',
): Promise<ToolResult> {
  const needsMailbox = form.doubleOptIn && !(await mailboxOf(context.crm, context.scope.workspaceId));
  return {
    text: [
      `${what}: it asks for ${fieldsInWords(form.fields)}.${more}`,
      ...(needsMailbox
        ? [
            'Nobody can confirm yet: no mailbox is there that the team sends from. Connect one under Settings, Mailboxes.',
          ]
        : []),
      ...(change === 'created'
        ? [
            `It is at ${context.crm.links.address(`/form/${form.key}`)}; the code for a site is in the console under Pages.`,
          ]
        : []),
      ...(change === 'created' && form.origins.length === 0
        ? ['Say which site may embed it: “allow www.acme.example on the form”.']
        : []),
    ].join('\n\n'),
    cards: [
      await recordCard(context, Form, form, {
        badge: change === 'created' ? 'Made' : 'Changed',
        ...undoable(context),
      }),
    ],
    changes: [{ entity: Form.name, id: form.id, change }],
    focus: [focusOf(Form, form)],
    suggestions: [
      'Add a phone field to the form',
      'Turn on double opt-in for the form',
      'Embed code of the form',
    ],
    isAnswer: true,
  };
}

/** What is set as it is said. */
function restOf(args: Args, form?: FormRecord): Record<string, unknown> {
  const { button, thanks, redirect, consent, confirm, isOn, site, waitlist } = args;
  return {
    ...(button && { button }),
    ...(thanks && { thanks }),
    ...(redirect && { redirect: /^https?:/i.test(redirect) ? redirect : `https://${redirect}` }),
    ...(consent && { consentText: consent }),
    ...(confirm !== undefined && { doubleOptIn: confirm }),
    ...(confirm && !consent && !form?.consentText && { consentText: CONSENT }),
    ...(isOn !== undefined && { isOn }),
    ...(waitlist !== undefined && { isWaitlist: waitlist }),
    ...(site && !form && { origins: [siteOf(site)] }),
  };
}

const siteOf = (said: string): string => (/^https?:/i.test(said) ? said : `https://${said}`);

function withChanges(fields: readonly FormField[], { add, remove, require, relax }: Args): FormField[] {
  let next = [...fields];
  if (remove) {
    const gone = fieldNamed(next, remove);
    if (gone.mapsTo === 'email')
      throw new InvalidError('A form has to ask for the e-mail: people are told apart by it.');
    next = next.filter((field) => field !== gone);
  }
  if (add) {
    const more = fieldsIn(add).filter(({ name }) => !next.some((field) => field.name === name));
    next = [...next, ...more];
  }
  const mark = (said: string | undefined, required: boolean) => {
    for (const { label } of said ? fieldsIn(said) : []) {
      const meant = fieldNamed(next, label);
      next = next.map((field) => (field === meant ? { ...field, required } : field));
    }
  };
  mark(require, true);
  mark(relax, false);
  return next;
}

async function freeName({ crm, scope }: ToolContext, wanted: string): Promise<string> {
  for (let at = 1; ; at++) {
    const name = at === 1 ? wanted : `${wanted} ${at}`;
    if ((await crm.records(Form).count(scope, { where: [{ field: 'name', op: 'eq', value: name }] })) === 0)
      return name;
  }
}
