import { InvalidError } from '@clianta/crm-core/errors';
import {
  LandingPage,
  type LandingPageRecord,
} from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { changedBy, PAGE_PARTS, type PageChange, type PagePart } from './change-block.ts';
import { previewLink } from './page-links.ts';
import { pageMeant } from './page-meant.ts';
import { variantChange } from './page-variants.ts';

const input = z.strictObject({
  page: oneOf(LandingPage).optional().describe('Which page; left out: the one spoken of'),
  part: slot({ kind: 'option', options: PAGE_PARTS }, z.enum(PAGE_PARTS))
    .optional()
    .describe('What of it is changed'),
  to: slot({ kind: 'text' }, z.string().trim().min(1).max(4_000))
    .optional()
    .describe(
      'What it says from now on. Questions: "When? On Monday." Benefits: "fast; no contract". Colour: its name or #0a6b5c',
    ),
  action: z
    .enum(['set', 'add', 'remove', 'up', 'down'])
    .default('set')
    .describe('add: besides what is there; remove: take that part off; up, down: move it'),
  variant: z
    .enum(['none', 'add', 'stop'])
    .default('none')
    .describe('add: only part of the visitors see the change, to compare; stop: end comparing'),
  keep: slot({ kind: 'text' }, z.string().max(80))
    .optional()
    .describe('With stop: the variant that stays, by its name; left out: the better one, if there is one'),
  answer: z
    .string()
    .max(4_000)
    .optional()
    .describe('Clianta’s own: what was answered when it asked for the text'),
  wish: z.string().max(200).optional().describe('What was wished for, where no text was given: "punchier"'),
});
type Args = z.output<typeof input>;

export const editPage = defineTool({
  name: 'edit_page',
  does: 'Changing a landing page',
  operation: 'other',
  entity: LandingPage.name,
  description:
    'Changes one part of a landing page, and no other: headline, text, button, benefits, questions, quote, form, colour, title, address; adds or removes a part; begins or ends the comparison of two variants. The published page stays as it is until it is published again. To make a text shorter or punchier, write the new text into `to` yourself.',
  input,
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const page = await pageMeant(context, args.page);
    const change = await wanted(context, page, args);
    const after = await crm.records(LandingPage).update(scope, page.id, change.patch);
    const isSame = after.version === page.version;
    const live = after.status === 'published' ? ' Visitors see it once it is published again.' : '';
    return {
      text: isSame
        ? `**${page.title}** says that already.`
        : `${change.told} on **${after.title}**. ${previewLink(crm, after)}.${live}`,
      cards: isSame
        ? []
        : [await recordCard(context, LandingPage, after, { badge: 'Changed', ...undoable(context) })],
      changes: isSame ? [] : [{ entity: LandingPage.name, id: after.id, change: 'updated' }],
      focus: [focusOf(LandingPage, after)],
      suggestions: ['Publish the page', 'Undo that'],
      isAnswer: true,
    };
  },
});

async function wanted(context: ToolContext, page: LandingPageRecord, args: Args): Promise<PageChange> {
  if (args.variant !== 'none') return variantChange(context, page, args);
  const part: PagePart | undefined = args.part;
  if (!part)
    throw new AskBack({
      text: 'What of the page is to be changed?',
      options: (['headline', 'text', 'button', 'benefits', 'questions', 'colour'] as const).map((value) => ({
        label: value,
        value,
      })),
      argument: 'part',
    });
  const to = args.to ?? answered(context, page, part, args);
  const isText = args.action === 'set' || args.action === 'add';
  if (isText && to === undefined && part !== 'form')
    throw new AskBack({
      text: args.wish
        ? `I do not make up texts by myself. What shall the ${part} say instead?`
        : `What shall the ${part} say?`,
      options: [],
      argument: 'answer',
      takesText: true,
    });
  const change = await changedBy(context, page, { part, to, action: args.action });
  if (!change) throw new InvalidError(`**${page.title}** has no ${part} that could be changed like that.`);
  return change;
}

/**
 * The text that was asked for. Whatever is said next comes here: where it speaks of what Clianta does, it may be another order,
 * and is asked about before it stands on a page.
 */
function answered(
  { catalogue }: ToolContext,
  page: LandingPageRecord,
  part: PagePart,
  { answer, action }: Args,
): string | undefined {
  if (answer === undefined) return undefined;
  const quoted = /^["“'](.+)["”']$/s.exec(answer.trim())?.[1];
  if (quoted) return quoted;
  const known = [
    ...PAGE_PARTS,
    ...catalogue.spoken.flatMap(({ label, aliases = [] }) => [label.one, label.many, ...aliases]),
  ];
  const words = new Set(answer.toLowerCase().match(/[a-z]+/g) ?? []);
  if (!known.some((noun) => words.has(noun.toLowerCase()))) return answer;
  throw new AskBack({
    text: `Shall the ${part} say “${answer.slice(0, 200)}”?`,
    options: [
      {
        label: 'Yes',
        value: 'yes',
        call: { tool: 'edit_page', args: { page: page.id, part, action, to: answer } },
      },
      {
        label: 'No, leave it',
        value: 'no',
        call: { tool: 'search_pages', args: { what: 'link', landingPage: page.id } },
      },
    ],
    argument: '',
  });
}
