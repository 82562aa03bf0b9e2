import { InvalidError } from '@clianta/crm-core/errors';
import { Form } from '@clianta/crm-core/marketing/form/form.schema';
import {
  LeadMagnet,
  type LeadMagnetRecord,
} from '@clianta/crm-core/marketing/lead-magnet/lead-magnet.schema';
import { mailboxOf } from '@clianta/crm-core/marketing/outbox/queue-mail';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { fileMeant, type MeantFile } from '../../tools/file-meant.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { capitalize, counted } from '../../tools/format.ts';
import { lengthSaid } from '../../tools/length-said.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { formMeant } from './page-meant.ts';
import { fieldsIn } from './said-fields.ts';

const input = z.strictObject({
  magnet: oneOf(LeadMagnet).optional().describe('One that there is, which is changed'),
  name: slot(
    { kind: 'text' },
    z.string().trim().min(1).max(120).describe('What it is called: "the energy guide"'),
  ).optional(),
  file: slot(
    { kind: 'text' },
    z.string().max(255).describe('Name of the file; left out: the one sent with the message'),
  ).optional(),
  form: oneOf(Form)
    .optional()
    .describe('Which form gives it; left out: a new one that asks for name and e-mail'),
  lasts: slot(
    { kind: 'text' },
    z.string().max(40).describe('How long its link is good for: "3 days", "two weeks"'),
  ).optional(),
  replace: z.boolean().default(false).describe('The file that was sent takes the place of the one it has'),
  isOn: z.boolean().optional().describe('false: it is not given any more'),
});
type Args = z.output<typeof input>;

export const saveLeadMagnet = defineTool({
  name: 'save_lead_magnet',
  does: 'Looking after a lead magnet',
  operation: 'other',
  entity: LeadMagnet.name,
  description:
    'Offers a file for filling in a form: people get a link by e-mail that ends after some days. The file is sent with the message. Also changes how long the link is good for, replaces the file, or stops giving it.',
  input,
  effect: 'write',
  run: async (args, context): Promise<ToolResult> =>
    args.magnet ||
    args.replace ||
    (args.lasts !== undefined && !args.name && !args.file) ||
    args.isOn !== undefined
      ? changed(context, args)
      : made(context, args),
});

async function made(context: ToolContext, args: Args): Promise<ToolResult> {
  const { crm, scope } = context;
  const file = await fileOf(context, args.file);
  const name = capitalize(
    (args.name ?? file.name.replace(/\.[^.]+$/, '')).replace(/^(?:the|our|an?)\s+/i, ''),
  );
  const form = args.form
    ? await formMeant(context, args.form)
    : await crm.records(Form).create(scope, {
        name: `${name} download`.slice(0, 120),
        fields: fieldsIn('name, e-mail'),
        button: 'Get it',
        thanks: 'Thank you. The link is on its way to your e-mail.',
      });
  const magnet = await crm.records(LeadMagnet).create(scope, {
    name,
    fileId: file.id,
    formId: form.id,
    ...(args.lasts && { expiresDays: daysIn(args.lasts) }),
  });
  const fresh = args.form ? '' : `, a new form`;
  return answered(
    context,
    magnet,
    `Whoever fills in **${form.name}**${fresh} gets **${magnet.name}** (${file.name}) by e-mail`,
    [
      ...(args.form ? [] : [{ entity: Form.name, id: form.id, change: 'created' as const }]),
      { entity: LeadMagnet.name, id: magnet.id, change: 'created' },
    ],
  );
}

async function changed(context: ToolContext, args: Args): Promise<ToolResult> {
  const { crm, scope } = context;
  const magnet = await magnetMeant(context, args.magnet ?? args.name);
  const file = args.replace || args.file ? await fileOf(context, args.file) : undefined;
  const after = await crm.records(LeadMagnet).update(scope, magnet.id, {
    ...(file && { fileId: file.id }),
    ...(args.lasts && { expiresDays: daysIn(args.lasts) }),
    ...(args.isOn !== undefined && { isOn: args.isOn }),
    ...(args.form && { formId: (await formMeant(context, args.form)).id }),
  });
  const what = after.isOn
    ? `Changed **${after.name}**`
    : `**${after.name}** is not given any more; links that are out lead nowhere`;
  return answered(context, after, what, [{ entity: LeadMagnet.name, id: after.id, change: 'updated' }]);
}

async function answered(
  context: ToolContext,
  magnet: LeadMagnetRecord,
  what: string,
  changes: ToolResult['changes'],
): Promise<ToolResult> {
  const days = counted(magnet.expiresDays, { one: 'day', many: 'days' });
  const hasMailbox = await mailboxOf(context.crm, context.scope.workspaceId);
  return {
    text: [
      `${what}. ${magnet.isOn ? `The link is good for ${days}.` : ''}`.trim(),
      ...(hasMailbox || !magnet.isOn
        ? []
        : [
            'Nothing can be mailed yet: no mailbox is there that the team sends from. Connect one under Settings, Mailboxes.',
          ]),
    ].join('\n\n'),
    cards: [await recordCard(context, LeadMagnet, magnet, { badge: 'Saved', ...undoable(context) })],
    ...(changes && { changes }),
    focus: [focusOf(LeadMagnet, magnet)],
    suggestions: ['A landing page for it', 'Who downloaded it?'],
    isAnswer: true,
  };
}

/** A file that is given belongs to no conversation any more, which could be deleted. */
const fileOf = (context: ToolContext, name: string | undefined): Promise<MeantFile> =>
  fileMeant(context, name, ['document', 'text', 'image', 'table']);

const UNITS = { hour: 1 / 24, day: 1, week: 7, month: 30 } as const;

/** "3 days", "two weeks", "24 hours": whole days, one at least. */
function daysIn(said: string): number {
  const length = lengthSaid(said);
  const days = length ? Math.ceil(length.count * UNITS[length.unit]) : Number.NaN;
  if (!(days >= 1 && days <= 90))
    throw new InvalidError(`“${said}” is no time that a link can be good for: from one day to 90 days.`);
  return days;
}

async function magnetMeant(context: ToolContext, name: string | undefined): Promise<LeadMagnetRecord> {
  if (name) return resolveOne(context, LeadMagnet, name, 'magnet');
  const { records } = await context.crm.records(LeadMagnet).find(context.scope, { limit: 2 });
  const spokenOf = context.focus.find(({ entity }) => entity === LeadMagnet.name);
  const [only, ...others] = records;
  if (spokenOf) return context.crm.records(LeadMagnet).get(context.scope, spokenOf.id);
  if (only && others.length === 0) return only;
  return resolveOne(context, LeadMagnet, '', 'magnet');
}
