import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { hasRole } from '@clianta/crm-core/entity/scope';
import { foldLetters } from '@clianta/crm-core/entity/search-text';
import { erasureOf } from '@clianta/crm-core/erasure/erasure-of';
import { findPerson, type PersonFound } from '@clianta/crm-core/erasure/person-keys';
import { isClean, proveErasure } from '@clianta/crm-core/erasure/prove-erasure';
import { startErasure } from '@clianta/crm-core/erasure/start-erasure';
import { surveyPerson } from '@clianta/crm-core/erasure/survey-person';
import { ForbiddenError, InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { oneOf } from '../../tools/fields.ts';
import { formatDate } from '../../tools/format.ts';
import { candidates, resolveOne } from '../../tools/resolve.ts';
import {
  certificateLink,
  foundInWords,
  namesInWords,
  placesCard,
  sharedInWords,
  totalOf,
} from './erasure-words.ts';

const STEPS = ['preview', 'run', 'proof'] as const;

const input = z.strictObject({
  person: oneOf(Contact).describe(
    'Whom: a name, or the e-mail address of somebody who is no contact (any more)',
  ),
  step: z
    .enum(STEPS)
    .optional()
    .describe('preview: where they are; run: erase them (default); proof: whether anything is left'),
  typed: z
    .string()
    .max(200)
    .optional()
    .describe('The name as the admin has typed it to confirm; never guessed'),
  reason: z.string().max(300).optional().describe('Why, without a name: "asked by mail"'),
});
type Args = z.output<typeof input>;

export const erasePersonTool = defineTool({
  name: 'erase_person',
  does: 'Looking where a person is',
  operation: 'other',
  entity: Contact.name,
  description:
    'Erases a person everywhere and for good, as they may ask for by law: records, mails, files, chats, logs. Counts by place first, asks an admin, who types the name, and cannot be undone. Also proves that nothing is left. To only delete a contact, which can be undone, is another tool.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    requireAdmin(context);
    if (args.step === 'preview' || args.step === 'proof') return undefined;
    const found = await personMeant(context, args.person);
    const running = await erasureOf(context.crm, context.scope.workspaceId, found.keys);
    if (running?.state === 'running') return undefined;
    if (foldLetters(args.typed?.trim() ?? '') !== foldLetters(found.title))
      throw await askForName(context, found, args);
    const survey = await surveyPerson(context.crm, context.scope.workspaceId, found.keys, context.signal);
    return {
      title: `Erase ${found.title} everywhere, for good`,
      preview: {
        count: totalOf(survey.steps),
        sample: survey.steps
          .slice(0, 10)
          .map(({ target, found: count }) => ({ title: target, detail: `${count}` })),
        changes: [{ label: 'Undo', to: 'not possible' }],
      },
      isDestructive: true,
      recordIds: found.keys.contactIds.slice(0, 1),
    };
  },
  async run(args, context): Promise<ToolResult> {
    requireAdmin(context);
    if (args.step === 'preview') return preview(context, args);
    if (args.step === 'proof') return proof(context, args);
    const { crm, scope, approvedIds } = context;
    const found = await personMeant(context, args.person);
    if (!approvedIds) {
      const running = await erasureOf(crm, scope.workspaceId, found.keys);
      if (!running) throw new InvalidError('Erasing a person needs an approval.');
      return { text: 'They are being erased already; it ends by itself.', isAnswer: true };
    }
    const { id } = await startErasure(crm, scope, found.keys, { reason: args.reason });
    return {
      text: `I am erasing them now, everywhere. It goes on by itself, is proven at its end and cannot be undone. The certificate will be ${certificateLink(crm, id)}.`,
      changes: [{ entity: 'erasure', id, change: 'created' }],
      isAnswer: true,
    };
  },
});

function requireAdmin({ scope }: ToolContext): void {
  if (!hasRole(scope, 'admin'))
    throw new ForbiddenError('Only an admin can have a person erased, or see all that is known of one.');
}

/** @throws AskBack when two are called so */
async function personMeant(context: ToolContext, said: string): Promise<PersonFound> {
  const { crm, scope } = context;
  const isMail = /^\S+@\S+\.\S+$/.test(said.trim());
  if (isMail && (await candidates(context, Contact, said)).length === 0)
    return findPerson(crm, scope.workspaceId, { email: said.trim() });
  const { id } = await resolveOne(context, Contact, said, 'person');
  return findPerson(crm, scope.workspaceId, { contactId: id });
}

async function askForName(context: ToolContext, found: PersonFound, args: Args): Promise<AskBack> {
  const { crm, scope, signal } = context;
  const survey = await surveyPerson(crm, scope.workspaceId, found.keys, signal);
  const again = args.typed ? `“${args.typed}” is not what they are called. ` : '';
  return new AskBack({
    text: [
      `${again}**${found.title}** is ${foundInWords(survey.steps)}.`,
      namesInWords(survey.named),
      sharedInWords(found.shared),
      `All of it goes for good and cannot be undone. Type **${found.title}** to go on.`,
    ]
      .filter(Boolean)
      .join('\n\n'),
    options: [],
    argument: 'typed',
    takesText: true,
  });
}

async function preview(context: ToolContext, args: Args): Promise<ToolResult> {
  const { crm, scope, signal } = context;
  const found = await personMeant(context, args.person);
  const survey = await surveyPerson(crm, scope.workspaceId, found.keys, signal);
  const [contactId] = found.keys.contactIds;
  return {
    text: [
      `**${found.title}** is ${foundInWords(survey.steps)}. Nothing is changed.`,
      namesInWords(survey.named),
      sharedInWords(found.shared),
    ]
      .filter(Boolean)
      .join('\n\n'),
    cards: [placesCard(found.title, survey.steps)],
    ...(contactId && { focus: [{ entity: Contact.name, id: contactId, title: found.title }] }),
    suggestions: [`Erase ${found.title} for good`],
    isAnswer: true,
  };
}

async function proof(context: ToolContext, args: Args): Promise<ToolResult> {
  const { crm, scope, signal, turnId } = context;
  const found = await personMeant(context, args.person);
  const done = await erasureOf(crm, scope.workspaceId, found.keys);
  const result = await proveErasure(crm, scope.workspaceId, found.keys, { signal, turnId });
  const looked = `I looked through ${result.documents} documents and ${result.files} files.`;
  const when = done?.finishedAt
    ? ` They were erased on ${formatDate(done.finishedAt, context)}: ${certificateLink(crm, done.id)}.`
    : '';
  const asked = result.isNamedInQuestion ? ' but the question that you have just asked' : '';
  if (result.left.length === 0)
    return { text: `Nothing is left of them${asked}. ${looked}${when}`, isAnswer: true };
  const places = result.left.map(({ target, count, why }) => ({
    ...{ target, found: count, erased: 0, kept: why ? count : 0 },
    ...(why && { why }),
  }));
  const text = isClean(result)
    ? `Nothing is left but what is kept for a reason. ${looked}${when}`
    : `They are still ${foundInWords(places)}. ${looked}${when}`;
  return { text, cards: [placesCard('What is left', places)], isAnswer: true };
}
