import { InvalidError } from '@clianta/crm-core/errors';
import { Form } from '@clianta/crm-core/marketing/form/form.schema';
import { LandingPage } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { freeSlug } from '@clianta/crm-core/marketing/landing-page/page-address';
import { BusinessProfile } from '@clianta/crm-core/workspace/business-profile/business-profile.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { capitalize, formatDate } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { draftBlocks, isEvent } from './draft-blocks.ts';
import { previewLink } from './page-links.ts';
import { formMeant } from './page-meant.ts';
import { ADDRESS, fieldsIn } from './said-fields.ts';

const text = (what: string, most: number) =>
  slot({ kind: 'text' }, z.string().trim().min(1).max(most).describe(what)).optional();

const input = z.strictObject({
  title: slot(
    { kind: 'text' },
    z.string().trim().min(1).max(120).describe('What it is for: "the webinar", "our energy guide"'),
  ).optional(),
  headline: text('What stands on top', 160),
  text: text('What stands under the headline', 600),
  benefits: text('What visitors get, one after the other: "ready in a day; no contract"', 2_000),
  when: slot(
    { kind: 'moment' },
    z.string().max(80).describe('When an event takes place: ISO 8601'),
  ).optional(),
  whenSaid: z.string().max(120).optional().describe('The time of an event in words, where that is no time'),
  form: oneOf(Form).optional().describe('Which form stands on it; left out: a new one'),
  fields: text('What its new form asks for: "name, e-mail, company"', 500),
});
type Args = z.output<typeof input>;

export const draftPage = defineTool({
  name: 'draft_page',
  does: 'Drafting a landing page',
  operation: 'other',
  entity: LandingPage.name,
  description:
    'Drafts a landing page with its form, from what was said and the business profile. Nobody sees it until it is published. Write headline, text and benefits yourself only from facts that were given.',
  input,
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const { crm, scope } = context;
    if (!args.title)
      throw new AskBack({ text: 'What is the page for?', options: [], argument: 'title', takesText: true });
    const { about, time } = apart(args.title);
    const title = capitalize(about.replace(/^(?:the|our|an?)\s+/i, '').replace(/[.!?]+$/, ''));
    const when = whenOf(args, context) ?? time;
    if (!when && isEvent(title))
      throw new AskBack({
        text: `When is it? Visitors have to know before they sign up for “${title}”. Or say “leave the date open”.`,
        options: [],
        argument: 'whenSaid',
        takesText: true,
      });
    const form = args.form ? await formMeant(context, args.form) : await newForm(context, title, args.fields);
    const [profile] = (await crm.records(BusinessProfile).find(scope, { limit: 1 })).records;
    const page = await crm.records(LandingPage).create(scope, {
      title,
      slug: await freeSlug(crm, scope.workspaceId, title),
      blocks: draftBlocks({
        title,
        headline: args.headline,
        text: args.text,
        benefits: args.benefits,
        when,
        formId: form.id,
        about: profile?.about,
        faq: profile?.faq ?? [],
      }),
      ownerId: scope.actor.id,
    });
    const fresh = args.form ? '' : ` Its form is new too: **${form.name}**.`;
    return {
      text: `Drafted the page **${page.title}**. ${previewLink(crm, page)}: nobody else sees it until it is published.${fresh}`,
      cards: [await recordCard(context, LandingPage, page, { badge: 'Drafted', ...undoable(context) })],
      changes: [
        ...(args.form ? [] : [{ entity: Form.name, id: form.id, change: 'created' as const }]),
        { entity: LandingPage.name, id: page.id, change: 'created' },
      ],
      focus: [focusOf(LandingPage, page), focusOf(Form, form)],
      suggestions: ['Change the headline', 'Publish the page', 'Make the button green'],
      isAnswer: true,
      facts: { created: focusOf(LandingPage, page) },
    };
  },
});

function whenOf({ when, whenSaid }: Args, context: ToolContext): string | undefined {
  if (whenSaid) return timeSaid(whenSaid);
  const at = when ? new Date(when) : undefined;
  if (!at) return undefined;
  if (Number.isNaN(at.getTime())) throw new InvalidError(`“${when}” is no time that I understand.`);
  return formatDate(at, context);
}

const TIME =
  /\d|\b(?:to(?:day|morrow|night)|mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;

/** "The webinar on 12 May at 3 pm": of an event the time is no part of its name. */
function apart(said: string): { about: string; time?: string } {
  const [, about, time] = /^(.+?),?\s+on\s+(.{1,40})$/i.exec(said) ?? [];
  return about && time && isEvent(about) && TIME.test(time) ? { about, time } : { about: said };
}

/** Whatever is said next comes here: what names no time is none. A page with a gap cannot be published. */
function timeSaid(said: string): string {
  if (/\b(?:open|later|unknown|not known|not yet)\b/i.test(said)) return '[date]';
  if (TIME.test(said) && said.length <= 60) return said.replace(/^(?:on|at)\s+/i, '');
  throw new InvalidError(
    `“${said.slice(0, 60)}” is no time, so no page was drafted. Say it such as “a landing page for the webinar on 12 May at 3 pm”.`,
  );
}

async function newForm({ crm, scope }: ToolContext, title: string, said: string | undefined) {
  const asked = fieldsIn(said ?? 'name, e-mail');
  const fields = asked.some(({ mapsTo }) => mapsTo === 'email') ? asked : [...asked, ADDRESS];
  const name = `${title} sign-up`.slice(0, 110);
  const isTaken = async (label: string) =>
    (await crm.records(Form).findOne(scope, { name: label })) !== undefined;
  let free = name;
  for (let at = 2; await isTaken(free); at++) free = `${name} ${at}`;
  return crm.records(Form).create(scope, {
    name: free,
    fields,
    button: 'Send',
    consentText: 'You may write to me about this by e-mail.',
  });
}
