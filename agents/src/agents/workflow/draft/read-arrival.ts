import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { fold } from '@clianta/crm-core/entity/search-text';
import {
  InboundHook,
  type InboundHookRecord,
} from '@clianta/crm-core/integrations/inbound-hook/inbound-hook.schema';
import { Form, type FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import type { ToolContext } from '../../../tool.ts';
import { listed } from '../../../tools/format.ts';
import type { ReadTrigger } from './read-trigger.ts';
import { NotRead } from './reading.ts';

const HOOK = [
  /^(?:the\s+|an?\s+)?(?:inbound\s+|incoming\s+)?(?:web\s?hook|hook)\s+(?:(?:of|from|called)\s+)?(?<name>.+?)\s+(?:comes? in|arrives?|fires?|calls?|is (?:received|called|triggered)|brings?\s.+|sends?\s.+)$/i,
  /^(?:the\s+|an?\s+)?(?<name>.+?)\s+(?:web\s?hook|hook)\s+(?:comes? in|arrives?|fires?|calls?|is (?:received|called|triggered)|brings?\s.+|sends?\s.+)$/i,
];
/** "somebody fills in the demo form", "the contact form is submitted", "a form comes in". */
const FORM = [
  /^(?:somebody|someone|anybody|anyone|a (?:visitor|person|lead|contact)|people)\s+(?:fills?\s+(?:in|out)|submits?|sends?(?:\s+in)?|completes?)\s+(?:the\s+|an?\s+|any\s+|our\s+)?(?<name>.*?)\s*(?:web\s?)?(?:form|questionnaire|survey)s?(?:\s+(?:called\s+)?(?<called>.+))?$/i,
  /^(?:the\s+|an?\s+|any\s+|our\s+)?(?<name>.*?)\s*(?:web\s?)?(?:form|questionnaire|survey)s?(?:\s+(?:called\s+)?(?<called>.+?))?\s+(?:comes? in|arrives?|(?:is|was|gets?)\s+(?:filled\s+(?:in|out)|submitted|sent(?:\s+in)?|completed|received))$/i,
];

/** What comes from outside and starts a workflow: an event of a webhook, a filled in form. */
export const arrivalIn = async (context: ToolContext, text: string): Promise<ReadTrigger | undefined> =>
  (await hookCalled(context, text)) ?? (await formFilledIn(context, text));

/** An event of an inbound webhook; the kind of record is the webhook's own. */
async function hookCalled({ crm, scope }: ToolContext, text: string): Promise<ReadTrigger | undefined> {
  const said = HOOK.map((pattern) => pattern.exec(text)?.groups?.name).find(Boolean);
  if (said === undefined) return undefined;
  const { cached } = await crm.facts(scope.workspaceId);
  const hooks = (cached.get(InboundHook.name) ?? []) as InboundHookRecord[];
  const found = hooks.find(({ name }) => fold(name) === fold(said.replace(/[“”"']/g, '').trim()));
  if (!found)
    throw new NotRead(
      hooks.length > 0
        ? `There is no inbound webhook “${said}”; there are ${listed(hooks.map(({ name }) => name))}.`
        : 'There are no inbound webhooks yet. An admin makes one under Settings, Webhooks, Received.',
    );
  const entity = crm.store.entity(found.kind);
  return { trigger: { on: 'hook', entity: entity.name, hookId: found.id }, entity, entry: {} };
}

/** Somebody outside filled in a form; the contact that it became is what the workflow works on. */
async function formFilledIn({ crm, scope }: ToolContext, text: string): Promise<ReadTrigger | undefined> {
  const groups = FORM.map((pattern) => pattern.exec(text)?.groups).find(Boolean);
  if (!groups) return undefined;
  const said = fold((groups.called || groups.name || '').replace(/[“”"']/g, '').trim());
  const begins = (formId?: string): ReadTrigger => ({
    trigger: { on: 'form', entity: Contact.name, ...(formId && { formId }) },
    entity: Contact,
    entry: {},
  });
  if (said === '') return begins();
  const { cached } = await crm.facts(scope.workspaceId);
  const forms = (cached.get(Form.name) ?? []) as FormRecord[];
  const bare = (name: string) =>
    fold(name)
      .replace(/\s*\bform\b\s*/g, ' ')
      .trim();
  const exact = forms.filter(({ name }) => bare(name) === said);
  const near = exact.length > 0 ? exact : forms.filter(({ name }) => bare(name).includes(said));
  const [found, ...others] = near;
  if (found && others.length === 0) return begins(found.id);
  const there = listed((others.length > 0 ? near : forms).map(({ name }) => `“${name}”`));
  if (others.length > 0) throw new NotRead(`Several forms fit “${said}”: ${there}. Which one?`);
  throw new NotRead(
    forms.length > 0
      ? `There is no form “${said}”; there are ${there}. Or say “when a form is submitted”, for all of them.`
      : 'There are no forms yet. Make one first, such as “a contact form with name, e-mail and phone”.',
  );
}
