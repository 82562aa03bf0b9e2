import { InvalidError } from '@clianta/crm-core/errors';
import {
  type LandingPageRecord,
  ORIGINAL,
} from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { figuresOf, LEAST_VISITORS } from '@clianta/crm-core/marketing/landing-page/page-figures';
import { blocksOf } from '@clianta/crm-core/marketing/landing-page/render-page';
import type { ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { changedBy, type PageChange, type PagePart } from './change-block.ts';

interface Wanted {
  part?: PagePart | undefined;
  to?: string | undefined;
  variant: 'none' | 'add' | 'stop';
  keep?: string | undefined;
}

/** Begins to compare two variants of a page, or ends it. */
export const variantChange = (
  context: ToolContext,
  page: LandingPageRecord,
  wanted: Wanted,
): Promise<PageChange> =>
  wanted.variant === 'stop' ? stopped(context, page, wanted.keep) : added(context, page, wanted);

async function added(
  context: ToolContext,
  page: LandingPageRecord,
  { part = 'headline', to }: Wanted,
): Promise<PageChange> {
  if (!to)
    throw new AskBack({
      text: `What shall the ${part} say for the other half of the visitors?`,
      options: [],
      argument: 'to',
      takesText: true,
    });
  const change = await changedBy(context, page, { part, to, action: 'set' });
  const blocks = (change?.patch.blocks ?? []) as typeof page.blocks;
  const own = blocks.find((block, at) => page.blocks[at]?.id === block.id && block !== page.blocks[at]);
  const before = page.blocks.find(({ id }) => id === own?.id);
  if (!own || !before)
    throw new InvalidError(
      `Two variants can differ in the headline, text, button, benefits, questions or quote, not in the ${part}.`,
    );
  const others = page.variants.filter(({ id }) => id !== ORIGINAL);
  const id = 'bcdefg'.split('').find((letter) => !others.some((one) => one.id === letter));
  if (!id)
    throw new InvalidError('More than six variants would each be seen by too few. Stop comparing first.');
  const fields = Object.entries(own).filter(
    ([name, value]) => value !== (before as Record<string, unknown>)[name],
  );
  const weight = Math.floor(100 / (others.length + 2));
  const variants = [
    { id: ORIGINAL, name: 'Original', weight, changes: {} },
    ...others.map((one) => ({ ...one, weight })),
    { id, name: `${part}: ${to}`.slice(0, 80), weight, changes: { [own.id]: Object.fromEntries(fields) } },
  ];
  return {
    patch: { variants },
    told: `Of every ${variants.length} visitors one sees another ${part}, “${to.slice(0, 80)}”,`,
  };
}

async function stopped(
  context: ToolContext,
  page: LandingPageRecord,
  keep: string | undefined,
): Promise<PageChange> {
  if (page.variants.length === 0) throw new InvalidError(`Nothing is compared on **${page.title}**.`);
  const { verdict } = await figuresOf(context.crm, context.scope, page);
  const named =
    keep &&
    page.variants.find(({ id, name }) => name.toLowerCase().includes(keep.toLowerCase()) || id === keep);
  const id = named ? named.id : verdict.kind === 'winner' ? verdict.id : undefined;
  const variant = page.variants.find((one) => one.id === id);
  if (!variant)
    throw new AskBack({
      text:
        verdict.kind === 'early'
          ? `It is too early to say which is better: each needs ${LEAST_VISITORS} visitors. Which one stays?`
          : 'Neither is surely better. Which one stays?',
      options: page.variants.map((one) => ({ label: one.name, value: one.id })),
      argument: 'keep',
    });
  return {
    patch: { variants: [], blocks: blocksOf(page.blocks, variant) },
    told: `Stopped comparing; “${variant.name}” stays`,
  };
}
