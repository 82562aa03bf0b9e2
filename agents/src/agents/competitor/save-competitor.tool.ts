import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  Competitor,
  type CompetitorRecord,
} from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { createShape, oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { storedValues } from '../../tools/translate.ts';
import { theCompetitor } from './the-competitor.ts';

const text = () => slot({ kind: 'text' }, z.string().trim().min(2).max(500)).optional();
const { name: _required, ...fields } = createShape(Competitor);

export const saveCompetitor = defineTool({
  name: 'save_competitor',
  does: 'Keeping what is known of a competitor',
  operation: 'other',
  entity: Competitor.name,
  description:
    'Adds a competitor, or keeps what is new of one: pricing, website, another name, one strength or weakness more. With a deal it is linked to it.',
  input: z.strictObject({
    name: z.string().trim().min(1).max(160).optional().describe('Of a new one'),
    rival: oneOf(Competitor).optional().describe('One that is kept already'),
    ...fields,
    strength: text().describe('One more'),
    weakness: text().describe('One more'),
    alias: text().describe('Another name'),
    website: text().describe('As it was said; its domain is kept'),
    newName: text().describe('What it is called from now on'),
    deal: oneOf(Opportunity).optional().describe('That it competes for'),
  }),
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const {
      name: said,
      rival: known,
      deal,
      strength,
      weakness,
      alias,
      newName,
      website,
      ...rest
    } = args as Given;
    const { name, domain = website, left } = partsOf(said);
    const given = Object.fromEntries(
      Object.entries({ ...(domain && { domain }), ...rest }).filter(([, value]) => value !== undefined),
    );
    const before = await meant(context, name, known);
    const isTold = strength || weakness || alias || newName || Object.keys(given).length > 0;
    if (before && !isTold && deal === undefined)
      return {
        text: `**${before.name}** is kept as a competitor already. Tell me what is new of them, if anything.`,
        cards: [await recordCard(context, Competitor, before, { badge: 'Already there' })],
        focus: [focusOf(Competitor, before)],
        isAnswer: true,
      };
    const patch = {
      ...(await storedValues(context, Competitor, given)),
      ...(strength && { strengths: [...(before?.strengths ?? []), strength] }),
      ...(weakness && { weaknesses: [...(before?.weaknesses ?? []), weakness] }),
      ...(alias && { aliases: [...(before?.aliases ?? []), alias] }),
      ...(newName && { name: newName }),
    };
    const service = context.crm.records(Competitor);
    if (!before && !name) throw new InvalidError('Say what the competitor is called.');
    const record = before
      ? await service.update(context.scope, before.id, patch)
      : await service.create(context.scope, { name: String(name), ...patch });
    const linked = deal === undefined ? undefined : await linkTo(context, record, deal);
    const what = before
      ? `Kept what is new of **${record.name}**`
      : `Added the competitor **${record.name}**`;
    return {
      text: `${what}${linked ? `, and linked it to **${linked.title}**` : ''}.${left ? ` I did not keep “${left}”: say whether it is a strength, a weakness or the pricing.` : ''}`,
      cards: [
        await recordCard(context, Competitor, record, {
          badge: before ? 'Updated' : 'Created',
          ...(before && { changed: Object.keys(patch) }),
          ...undoable(context),
        }),
      ],
      changes: [
        { entity: Competitor.name, id: record.id, change: before ? 'updated' : 'created' },
        ...(linked ? [{ entity: Opportunity.name, id: linked.id, change: 'updated' as const }] : []),
      ],
      focus: [focusOf(Competitor, record), ...(linked ? [focusOf(Opportunity, linked)] : [])],
      suggestions: [`Draft a battlecard against ${record.name}`],
      isAnswer: true,
    };
  },
});

interface Given extends Record<string, unknown> {
  name?: string;
  rival?: string;
  deal?: string;
  strength?: string;
  weakness?: string;
  alias?: string;
  newName?: string;
  website?: string;
}

const DOMAIN = /\b(?:https?:\/\/)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})\b/i;

/** "Twentyish, website twentyish.example": a name has no comma. */
function partsOf(said: string | undefined): { name?: string; domain?: string; left?: string } {
  if (said === undefined) return {};
  const [name = said, ...others] = said.split(',').map((part) => part.trim());
  const domain = DOMAIN.exec(others.join(' '))?.[1];
  const left = others.filter((part) => part !== '' && !DOMAIN.test(part)).join(', ');
  return { name, ...(domain && { domain }), ...(left && { left }) };
}

/** The one that is meant, by whatever it is called; undefined: a new one. */
async function meant(
  context: ToolContext,
  name: string | undefined,
  known: string | undefined,
): Promise<CompetitorRecord | undefined> {
  if (known !== undefined) return theCompetitor(context, known);
  if (name === undefined) return undefined;
  const { records } = await context.crm.records(Competitor).find(context.scope, { search: name, limit: 20 });
  const called = ({ name: own, aliases = [] }: CompetitorRecord) => [own, ...aliases].map(fold);
  return records.find((one) => called(one).includes(fold(name)));
}

async function linkTo(
  context: ToolContext,
  { id }: CompetitorRecord,
  name: string,
): Promise<OpportunityRecord> {
  const deal: OpportunityRecord = await resolveOne(context, Opportunity, name, 'deal');
  const { competitorIds = [] } = deal;
  if (competitorIds.includes(id)) return deal;
  return context.crm
    .records(Opportunity)
    .update(context.scope, deal.id, { competitorIds: [...competitorIds, id] }, { version: deal.version });
}
