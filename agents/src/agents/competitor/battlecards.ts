import {
  Battlecard,
  type BattlecardPoint,
  type BattlecardRecord,
  type BattlecardSection,
} from '@clianta/crm-core/intelligence/battlecard/battlecard.schema';
import type { CompetitorRecord } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import type { BriefCard } from '../../reply.schema.ts';
import type { ToolContext } from '../../tool.ts';
import { counted, formatDay } from '../../tools/format.ts';
import { type Evidence, HEADINGS, type Topic } from './evidence.ts';

/** Older than this a point may not be so any more. */
const OLD_DAYS = 180;
const DAY_MS = 86_400_000;
/** What somebody has said to a battlecard begins its source so: it goes along into the next version. */
const SAID = 'said by';

/** The versions there are, the newest first. */
export async function editionsOf(
  { crm, scope }: ToolContext,
  { id }: CompetitorRecord,
): Promise<BattlecardRecord[]> {
  const { records } = await crm
    .records(Battlecard)
    .find(scope, { where: [{ field: 'competitorId', op: 'eq', value: id }], sort: '-edition', limit: 50 });
  return records;
}

export const saidBy = ({ scope }: ToolContext): string => `${SAID} ${scope.actor.name}`;

/** The sections of a new version: what is known now, and what people have said to the versions before. */
export function sectionsOf(
  evidence: readonly Evidence[],
  before: readonly BattlecardSection[],
  added: readonly Evidence[],
): BattlecardSection[] {
  const kept = before.flatMap(({ heading, points }) =>
    points.filter(({ source }) => source.startsWith(SAID)).map((point) => ({ heading, point })),
  );
  const plain = ({ text, source, at }: Evidence): BattlecardPoint => ({ text, source, at });
  return (Object.keys(HEADINGS) as Topic[])
    .map((topic) => ({
      heading: HEADINGS[topic],
      points: [
        ...added.filter((one) => one.topic === topic).map(plain),
        ...kept.filter(({ heading }) => heading === HEADINGS[topic]).map(({ point }) => point),
        ...evidence.filter((one) => one.topic === topic).map(plain),
      ],
    }))
    .filter(({ points }) => points.length > 0);
}

/** Whether two versions say the same. */
export function isSame(a: readonly BattlecardSection[], b: readonly BattlecardSection[]): boolean {
  const said = (sections: readonly BattlecardSection[]) =>
    JSON.stringify(
      sections.map(({ heading, points }) => [heading, points.map(({ text, source }) => [text, source])]),
    );
  return said(a) === said(b);
}

/** A point's source as it is shown: who says so, since when, and whether that is long ago. */
export function sourceInWords(context: ToolContext, { source, at }: BattlecardPoint): string {
  const isOld = context.now.getTime() - at.getTime() > OLD_DAYS * DAY_MS;
  return `${source}, ${formatDay(at, context)}${isOld ? ' (old)' : ''}`;
}

export const pointCount = ({ sections }: Pick<BattlecardRecord, 'sections'>): number =>
  sections.reduce((sum, { points }) => sum + points.length, 0);

export function battlecardCard(
  context: ToolContext,
  competitor: CompetitorRecord,
  card: BattlecardRecord,
): BriefCard {
  const since = card.publishedAt ? ` ${formatDay(card.publishedAt, context)}` : '';
  return {
    type: 'brief',
    title: `Battlecard against ${competitor.name}`,
    subtitle: `Version ${card.edition}, ${card.status}${since}, ${counted(pointCount(card), { one: 'point', many: 'points' })}`,
    sections: card.sections.map(({ heading, points }) => ({
      heading,
      items: points.map((point) => ({ text: point.text, source: sourceInWords(context, point) })),
    })),
  };
}
