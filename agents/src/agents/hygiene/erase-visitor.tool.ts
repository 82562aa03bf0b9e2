import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { eraseVisitors, knownOf } from '@clianta/crm-core/tracking/visitor/erase-visitors';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';

const BROWSERS = { one: 'browser', many: 'browsers' };
const EVENTS = { one: 'visit event', many: 'visit events' };

export const eraseVisitor = defineTool({
  name: 'erase_visitor',
  does: 'Forgetting the visits of a person',
  operation: 'delete',
  entity: Contact.name,
  description:
    'Forgets for good what a known person did on the website: browsers, pages, and the interest they stood for. The contact itself stays. Always proposed first.',
  input: z.strictObject({
    contact: oneOf(Contact).optional().describe('Whose visits; left out: of the person spoken of'),
  }),
  effect: 'ask',
  async propose({ contact: name }, context): Promise<Proposal> {
    const contact = await personMeant(context, name);
    const { browsers, events } = await knownOf(context.crm, context.scope.workspaceId, contact.id);
    if (browsers + events === 0)
      throw new InvalidError(
        `Nothing is known of visits of **${contact.name}**, so there is nothing to forget.`,
      );
    return {
      title: `Forget the visits of ${contact.name}`,
      preview: {
        count: 1,
        sample: [{ title: contact.name }],
        changes: [
          { label: 'Forgotten for good', to: `${counted(browsers, BROWSERS)}, ${counted(events, EVENTS)}` },
          { label: 'Score', to: 'Loses the interest that they stood for' },
          { label: 'Stays', to: 'The contact, and what deals were credited to, which names nobody' },
        ],
      },
      isDestructive: true,
      recordIds: [contact.id],
    };
  },
  async run({ contact: name }, context): Promise<ToolResult> {
    if (!context.approvedIds) throw new InvalidError('Forgetting visits needs an approval.');
    const contact = await personMeant(context, context.approvedIds[0] ?? name);
    const { browsers, events } = await eraseVisitors(context.crm, context.scope.workspaceId, contact.id);
    return {
      text: `Forgot the visits of **${contact.name}**: ${counted(browsers, BROWSERS)}, ${counted(events, EVENTS)}. This cannot be undone.`,
      changes: [{ entity: Contact.name, id: contact.id, change: 'updated' }],
      focus: [focusOf(Contact, contact)],
      isAnswer: true,
    };
  },
});

async function personMeant(context: ToolContext, name: string | undefined): Promise<ContactRecord> {
  if (name) return (await resolveOne(context, Contact, name, 'contact')) as ContactRecord;
  const spokenOf = context.focus.filter(({ entity }) => entity === Contact.name);
  const [only, ...others] = spokenOf;
  if (only && others.length === 0)
    return (await context.crm.records(Contact).get(context.scope, only.id)) as ContactRecord;
  if (!only)
    throw new InvalidError(
      'Say whose visits, for example “Forget the visits of Jane Doe”. Visitors without a name cannot be told apart.',
    );
  throw new AskBack({
    text: 'Whose visits shall be forgotten?',
    options: spokenOf.slice(0, 6).map(({ id, title }) => ({ label: title, value: id })),
    argument: 'contact',
  });
}
