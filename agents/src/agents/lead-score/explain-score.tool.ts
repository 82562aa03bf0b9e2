import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { GRADES } from '@clianta/crm-core/intelligence/lead-score/lead-score.schema';
import { leastOf } from '@clianta/crm-core/intelligence/scoring/score';
import {
  countScores,
  type ScoredLead,
  scoringOf,
} from '@clianta/crm-core/intelligence/scoring/score-contacts';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, nearTo } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';

const POINTS = { one: 'point', many: 'points' };
/** Ways to a better grade that are named. */
const WAYS = 3;

export const explainScore = defineTool({
  name: 'explain_score',
  does: 'Looking at what a score is made of',
  operation: 'read',
  entity: 'contact',
  description:
    'Why a lead has its score and grade: each factor with its points, what is not known, and what is missing to a better grade.',
  input: z.strictObject({
    contact: oneOf(Contact),
    grade: z.enum(GRADES).optional().describe('A grade that is asked about: what is missing to it'),
  }),
  effect: 'read',
  async run({ contact: name, grade: wanted }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const contact = await resolveOne(context, Contact, name, 'contact');
    const scoring = await scoringOf(crm, scope.workspaceId);
    const [lead] = await countScores(crm, scope.workspaceId, [contact.id], scoring);
    if (!lead)
      return { text: `**${contact.name}** is in the trash, and has no score there.`, isAnswer: true };
    const { score, grade, factors } = lead.score;
    const unknown = factors.filter(({ isKnown }) => !isKnown);
    const article = grade === 'A' || grade === 'F' ? 'an' : 'a';
    const parts = [`**${contact.name}** has ${counted(score, POINTS)} of 100, ${article} **${grade}**.`];
    // asked why it is what it is, what comes next is of interest
    const next = wanted && wanted !== grade ? wanted : GRADES[GRADES.indexOf(grade) - 1];
    if (next) parts.push(missingTo(next, lead, leastOf(next, scoring.rules)));
    if (unknown.length > 0)
      parts.push(
        `Nothing is earned by what is not known: ${listed(unknown.map(({ label }) => label.toLowerCase()))}.`,
      );
    if (!scoring.profile)
      parts.push(
        'There is no ideal customer profile, so industry, company size and country count for nobody.',
      );
    return {
      text: parts.join(' '),
      cards: [factorTable(contact.name, lead)],
      facts: { score, grade, factors },
      focus: [focusOf(Contact, contact), ...(await nearTo(context, Contact, contact))],
      suggestions: ['Who are our best leads?'],
      isAnswer: true,
    };
  },
});

/** How many points are missing, and where there are most to be had. */
function missingTo(grade: string, { score: { score, factors } }: ScoredLead, least: number): string {
  if (score >= least) return `A ${grade} begins at ${least}, which is less.`;
  const open = factors
    .map(({ label, points, max, isKnown }) => ({ label, open: max - points, isKnown }))
    .filter((factor) => factor.open > 0)
    .toSorted((a, b) => b.open - a.open)
    .slice(0, WAYS);
  const ways = open.map(
    ({ label, open: points, isKnown }) =>
      `${label.toLowerCase()}${isKnown ? '' : ' (not known)'}, up to ${points}`,
  );
  const where =
    ways.length > 0 ? ` There is more to be had by ${listed(ways)}, and by signs of interest.` : '';
  return `To ${grade} ${counted(least - score, POINTS)} ${least - score === 1 ? 'is' : 'are'} missing.${where}`;
}

function factorTable(name: string, { score: { score, factors } }: ScoredLead): TableCard {
  return {
    type: 'table',
    title: `Score of ${name}`,
    columns: [
      { key: 'factor', label: 'Factor' },
      { key: 'seen', label: 'What is known' },
      { key: 'points', label: 'Points', align: 'right' },
      { key: 'max', label: 'Of', align: 'right' },
    ],
    rows: factors.map(({ label, seen, points, max, isKnown }) => ({
      cells: {
        factor: label,
        seen: isKnown ? (seen ?? '') : 'not known',
        points: signed(points),
        max: max > 0 ? String(max) : '',
      },
    })),
    count: factors.length,
    total: { label: 'Score', value: String(score) },
  };
}

const signed = (points: number) => (points > 0 ? `+${points}` : String(points).replace('-', '−'));
