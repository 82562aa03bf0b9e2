import { ConflictError } from '@clianta/crm-core/errors';
import {
  Battlecard,
  type BattlecardSection,
} from '@clianta/crm-core/intelligence/battlecard/battlecard.schema';
import {
  Competitor,
  type CompetitorRecord,
} from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { battlecardCard, editionsOf, isSame, pointCount, saidBy, sectionsOf } from './battlecards.ts';
import { evidenceOf, topicOf } from './evidence.ts';
import { theCompetitor } from './the-competitor.ts';

/** Somebody else may draft at the same moment. */
const TRIES = 3;

export const draftBattlecard = defineTool({
  name: 'draft_battlecard',
  does: 'Drafting a battlecard',
  operation: 'other',
  entity: Battlecard.name,
  description:
    'Makes a new version of the battlecard against a competitor from what is kept: profile, deals won and lost, notes; each point with its source. With a note, what somebody says is new ("they raised prices") goes into it.',
  input: z.strictObject({
    competitor: oneOf(Competitor).optional().describe('Left out: the one spoken of last'),
    note: slot({ kind: 'text' }, z.string().trim().min(3).max(1_000)).optional().describe('What is new'),
  }),
  effect: 'write',
  async run({ competitor: name, note }, context): Promise<ToolResult> {
    const competitor = await theCompetitor(context, name);
    const evidence = await evidenceOf(context, competitor);
    const [latest] = await editionsOf(context, competitor);
    const added = note
      ? [{ topic: topicOf(note), text: note, source: saidBy(context), at: context.now }]
      : [];
    const sections = sectionsOf(evidence, latest?.sections ?? [], added);
    const focus = [focusOf(Competitor, competitor)];
    if (sections.length === 0)
      return {
        text: `There is no evidence on **${competitor.name}** yet, so I drafted nothing: no strengths, weaknesses or prices are kept, no closed deal names them, and nobody mentioned them. Tell me one, for example “${competitor.name}'s weakness is reporting”.`,
        focus,
        isAnswer: true,
      };
    if (latest && isSame(latest.sections, sections))
      return {
        text: `Nothing is new since version ${latest.edition} of the battlecard against **${competitor.name}**.`,
        cards: [battlecardCard(context, competitor, latest)],
        focus,
        isAnswer: true,
      };
    const card = await nextEdition(context, competitor, sections);
    const missing = missingIn(sections);
    return {
      text: `Drafted version ${card.edition} of the battlecard against **${competitor.name}**, with ${counted(pointCount(card), { one: 'point', many: 'points' })}.${missing} The team sees it once it is published.`,
      cards: [battlecardCard(context, competitor, card)],
      changes: [{ entity: Battlecard.name, id: card.id, change: 'created' }],
      focus,
      suggestions: ['Publish the battlecard', `SWOT for ${competitor.name}`],
      isAnswer: true,
    };
  },
});

async function nextEdition(
  context: ToolContext,
  competitor: CompetitorRecord,
  sections: BattlecardSection[],
) {
  for (let attempt = 1; ; attempt++) {
    const [latest] = await editionsOf(context, competitor);
    try {
      return await context.crm.records(Battlecard).create(context.scope, {
        competitorId: competitor.id,
        edition: (latest?.edition ?? 0) + 1,
        sections,
      });
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === TRIES) throw error;
    }
  }
}

/** Of the usual parts those that nothing is known of. */
function missingIn(sections: readonly BattlecardSection[]): string {
  const has = (word: string) => sections.some(({ heading }) => heading.toLowerCase().includes(word));
  const missing = ['strengths', 'weaknesses', 'pricing'].filter((word) => !has(word));
  return missing.length > 0 ? ` There is no evidence on their ${missing.join(', ')}.` : '';
}
