import type { UpdateInputOf } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import type {
  LandingPage,
  LandingPageRecord,
} from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { freeSlug } from '@clianta/crm-core/marketing/landing-page/page-address';
import type { BlockType, PageBlock } from '@clianta/crm-core/marketing/landing-page/page-block.schema';
import type { ToolContext } from '../../tool.ts';
import { colourCalled } from './colour-called.ts';
import { blockId, itemsOf } from './draft-blocks.ts';
import { formMeant } from './page-meant.ts';

/** What of a page people speak of. */
export const PAGE_PARTS = [
  'headline',
  'text',
  'button',
  'benefits',
  'questions',
  'quote',
  'form',
  'colour',
  'title',
  'address',
  'summary',
] as const;
export type PagePart = (typeof PAGE_PARTS)[number];

export interface WantedChange {
  part: PagePart;
  to: string | undefined;
  action: 'set' | 'add' | 'remove' | 'up' | 'down';
}

export interface PageChange {
  patch: UpdateInputOf<typeof LandingPage>;
  /** "Changed the headline to “Grow tulips”". */
  told: string;
}

/** The blocks that a part stands in. */
const BLOCK_OF: Readonly<Partial<Record<PagePart, BlockType>>> = {
  headline: 'hero',
  text: 'hero',
  button: 'hero',
  benefits: 'features',
  questions: 'faq',
  quote: 'quote',
  form: 'form',
};

/** What a change of one part makes of a page; undefined where the page has nothing that could be changed so. */
export async function changedBy(
  context: ToolContext,
  page: LandingPageRecord,
  { part, to = '', action }: WantedChange,
): Promise<PageChange | undefined> {
  const whole = await ofPage(context, page, part, to, action);
  if (whole) return whole;
  const type = BLOCK_OF[part];
  const at = page.blocks.findIndex((block) => block.type === type);
  if (action === 'up' || action === 'down') return moved(page.blocks, at, action, part);
  if (action === 'remove') return removed(page.blocks, at, part);
  const formId = part === 'form' ? (await formMeant(context, to || undefined)).id : undefined;
  const known = page.blocks[at];
  const block = known ? changedBlock(known, part, to, action) : madeBlock(part, to);
  if (!block) return undefined;
  const next = formId && block.type === 'form' ? { ...block, formId } : block;
  const blocks = known
    ? page.blocks.map((one, place) => (place === at ? next : one))
    : withBefore(page.blocks, next);
  return {
    patch: { blocks },
    told: `${known && action === 'set' ? 'Changed' : 'Added'} the ${part}${to && part !== 'form' ? `: “${short(to)}”` : ''}`,
  };
}

async function ofPage(
  { crm, scope }: ToolContext,
  page: LandingPageRecord,
  part: PagePart,
  to: string,
  action: WantedChange['action'],
): Promise<PageChange | undefined> {
  if (action === 'remove' && part === 'summary')
    return { patch: { summary: null }, told: 'Removed the summary' };
  if (action !== 'set') return undefined;
  switch (part) {
    case 'title':
      return { patch: { title: to }, told: `Changed the title to “${short(to)}”` };
    case 'summary':
      return { patch: { summary: to }, told: 'Changed what search engines show' };
    case 'address': {
      const slug = await freeSlug(crm, scope.workspaceId, to);
      return { patch: { slug }, told: `Changed the end of the address to “${slug}”` };
    }
    case 'colour': {
      const accent = colourCalled(to);
      return { patch: { theme: { ...page.theme, accent } }, told: `Changed the colour to ${accent}` };
    }
    default:
      return undefined;
  }
}

function moved(
  blocks: readonly PageBlock[],
  at: number,
  action: 'up' | 'down',
  part: PagePart,
): PageChange | undefined {
  const block = blocks[at];
  const to = action === 'up' ? at - 1 : at + 1;
  if (!block || to < 0 || to >= blocks.length) return undefined;
  const next = blocks.filter((one) => one !== block);
  next.splice(to, 0, block);
  return { patch: { blocks: next }, told: `Moved the ${part} ${action}` };
}

function removed(blocks: readonly PageBlock[], at: number, part: PagePart): PageChange | undefined {
  const block = blocks[at];
  if (!block) return undefined;
  if (part === 'headline')
    throw new InvalidError('A page has to have a headline. Say what it shall be instead.');
  if (block.type === 'hero') {
    const { text, button, ...rest } = block;
    const kept =
      part === 'text' ? { ...rest, ...(button && { button }) } : { ...rest, ...(text && { text }) };
    return {
      patch: { blocks: blocks.map((one) => (one === block ? kept : one)) },
      told: `Removed the ${part}`,
    };
  }
  return { patch: { blocks: blocks.filter((one) => one !== block) }, told: `Removed the ${part}` };
}

function changedBlock(
  block: PageBlock,
  part: PagePart,
  to: string,
  action: 'set' | 'add',
): PageBlock | undefined {
  const isMore = action === 'add';
  switch (block.type) {
    case 'hero':
      if (part === 'headline') return { ...block, heading: to };
      if (part === 'text') return { ...block, text: isMore && block.text ? `${block.text}\n\n${to}` : to };
      return { ...block, button: { to: block.button?.to ?? '#form', label: to } };
    case 'features':
      return { ...block, items: [...(isMore ? block.items : []), ...itemsOf(to)] };
    case 'faq':
      return { ...block, items: [...(isMore ? block.items : []), ...questionsIn(to)] };
    case 'quote':
      return { ...block, ...quoteIn(to) };
    case 'form':
      return block;
    default:
      return undefined;
  }
}

function madeBlock(part: PagePart, to: string): PageBlock | undefined {
  const id = blockId();
  switch (part) {
    case 'headline':
      return { id, type: 'hero', heading: to };
    case 'benefits':
      return { id, type: 'features', heading: 'What you get', items: itemsOf(to) };
    case 'questions':
      return { id, type: 'faq', heading: 'Questions and answers', items: questionsIn(to) };
    case 'quote':
      return { id, type: 'quote', ...quoteIn(to) };
    case 'form':
      return { id, type: 'form' };
    default:
      return undefined;
  }
}

/** "When is it? On Monday. Is it free? Yes." */
function questionsIn(said: string): Array<{ question: string; answer: string }> {
  const found = [...said.matchAll(/([^?]+\?)\s*([^?]+?)(?=\s*(?:[^.!?\n]+\?|$))/g)].map(
    ([, question = '', answer = '']) => ({
      question: question.trim(),
      answer: answer.trim(),
    }),
  );
  const good = found.filter(({ question, answer }) => question && answer);
  if (good.length === 0)
    throw new InvalidError('Say the question and its answer: “add the question: Is it free? Yes, it is.”');
  return good;
}

/** "It grew our sales. (Ada Quist, Northwind)". */
function quoteIn(said: string): { text: string; by?: string } {
  const [, text, by] = /^[“"']?(.+?)[”"']?\s*(?:\(|[–—-]\s+|,?\s+by\s+)([^()]{2,120}?)\)?$/s.exec(said) ?? [];
  return text && by ? { text, by } : { text: said };
}

/** A form and what calls for it stay the last of a page. */
function withBefore(blocks: readonly PageBlock[], block: PageBlock): PageBlock[] {
  if (block.type === 'hero') return [block, ...blocks];
  const at = blocks.findIndex(({ type }) => type === 'form' || type === 'cta');
  return at < 0 || block.type === 'form'
    ? [...blocks, block]
    : [...blocks.slice(0, at), block, ...blocks.slice(at)];
}

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
