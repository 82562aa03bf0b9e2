import { Form } from '@clianta/crm-core/marketing/form/form.schema';
import { WORDPRESS_PATH } from '@clianta/crm-core/marketing/form/form-at';
import { LandingPage } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { LeadMagnet } from '@clianta/crm-core/marketing/lead-magnet/lead-magnet.schema';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf, searchShape } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { formatDate } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { type SearchArgs, searched } from '../../tools/search-tool.ts';
import { pageLink, previewLink } from './page-links.ts';
import { formMeant, pageMeant } from './page-meant.ts';

const KINDS = ['pages', 'forms', 'magnets', 'link', 'embed'] as const;

export const searchPages = defineTool({
  name: 'search_pages',
  does: 'Looking at pages and forms',
  operation: 'list',
  entity: LandingPage.name,
  description:
    'Lists landing pages by status or any other field, lists forms or lead magnets; gives the address and preview of one page (what: link), or the code and WordPress shortcode that put a form on a site (what: embed).',
  input: z.strictObject({
    what: z.enum(KINDS).default('pages'),
    landingPage: oneOf(LandingPage).optional().describe('With link: which page; left out: the one spoken of'),
    form: oneOf(Form).optional().describe('With embed: which form; left out: the one spoken of'),
    ...searchShape(LandingPage),
  }),
  effect: 'read',
  slash: { command: 'pages' },
  async run({ what, landingPage, form, ...args }, context): Promise<ToolResult> {
    switch (what) {
      case 'forms':
        return searched(context, Form, listOnly(args as SearchArgs));
      case 'magnets':
        return searched(context, LeadMagnet, listOnly(args as SearchArgs));
      case 'link':
        return linkOf(context, landingPage);
      case 'embed':
        return embedOf(context, form);
      default:
        return searched(context, LandingPage, args as SearchArgs);
    }
  },
});

/** The filter speaks of pages; of the others all are listed. */
const listOnly = ({ limit, page, countOnly, text }: SearchArgs): SearchArgs => ({
  ...(limit && { limit }),
  ...(page && { page }),
  ...(countOnly && { countOnly }),
  ...(text && { text }),
});

async function linkOf(context: ToolContext, name: string | undefined): Promise<ToolResult> {
  const page = await pageMeant(context, name);
  const since = page.publishedAt ? ` since ${formatDate(page.publishedAt, context)}` : '';
  const words = {
    published: `**${page.title}** is published${since}: ${pageLink(context.crm, page)}`,
    withdrawn: `**${page.title}** was taken off; nobody sees it.`,
    draft: `**${page.title}** is a draft; nobody sees it yet.`,
  };
  return {
    text: `${words[page.status]}\n\n${previewLink(context.crm, page)} of the draft.`,
    cards: [await recordCard(context, LandingPage, page)],
    focus: [focusOf(LandingPage, page)],
    suggestions: page.status === 'published' ? ['How is the page doing?'] : ['Publish the page'],
    isAnswer: true,
  };
}

async function embedOf(context: ToolContext, name: string | undefined): Promise<ToolResult> {
  const { crm } = context;
  const form = await formMeant(context, name);
  const sites =
    form.origins.length > 0
      ? `These sites may embed it: ${form.origins.map((one) => `\`${new URL(one).host}\``).join(', ')}.`
      : 'No site may embed it yet: say “allow www.acme.example on the form”.';
  return {
    text: [
      `**${form.name}** is at ${crm.links.address(`/form/${form.key}`)}. The code that puts it on a site is in the console, to be copied: [Pages](${crm.links.address(`/pages/forms/${form.id}`)}).`,
      `In WordPress: install [the helper](${crm.links.address(WORDPRESS_PATH)}) as a plugin, then \`[clianta_form key="${form.key}"]\``,
      sites,
    ].join('\n\n'),
    focus: [focusOf(Form, form)],
    isAnswer: true,
  };
}
