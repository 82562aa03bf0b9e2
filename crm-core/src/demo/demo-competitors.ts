import { LOSS_REASONS, lossReasonIn } from '../crm/opportunity/loss-reasons.ts';
import { idFrom } from '../entity/ids.ts';
import { daysAgo, type Story } from './demo-companies.ts';
import type { DemoDeal } from './demo-deals.ts';
import type { DemoRecord } from './insert-records.ts';

/** Who competes with the demo company, and what its people have learnt of them. */
const RIVALS = [
  {
    name: 'Pipeworks',
    aliases: ['Pipeworks One'],
    strengths: ['Known by every buyer', 'A partner in each country'],
    weaknesses: ['Takes half a year to set up', 'Support answers after two days'],
    pricing: '45 dollars per seat and month, three years at least',
    seenDaysAgo: 40,
  },
  {
    name: 'Northlane',
    aliases: ['NLX'],
    strengths: ['A third cheaper than we'],
    weaknesses: ['No offline mode'],
    pricing: '29 dollars per seat and month',
    seenDaysAgo: 230,
  },
  { name: 'Brightdesk', strengths: ['Quick to try, free for five people'], seenDaysAgo: 15 },
];
/** Of ten deals so many have nobody else in them. */
const ALONE = 4;

const idOf = (name: string) => idFrom(`demo competitor ${name}`);

/** Every deal that went to somebody, and others by their place: which one is in it. */
function rivalOf(deal: DemoDeal, index: number): string | undefined {
  const isTaken = String(deal.lossReason ?? '').includes('competitor');
  const rival = RIVALS[index % (index % 5 === 0 ? RIVALS.length : 2)];
  return rival && (isTaken || index % 10 >= ALONE) ? idOf(rival.name) : undefined;
}

/** The same deals, with who competes for them and what they were lost on. */
export function withCompetitors(deals: readonly DemoDeal[]): DemoDeal[] {
  return deals.map((deal, index) => {
    const rival = rivalOf(deal, index);
    const reason = lossReasonIn(String(deal.lossReason ?? ''), LOSS_REASONS);
    const isTaken = deal.status === 'lost' && rival && /^(?:competitor|price)$/.test(reason ?? '');
    return {
      ...deal,
      ...(rival && { competitorIds: [rival] }),
      ...(reason && { lossReasonKey: reason }),
      ...(isTaken && { lostToId: rival }),
    };
  });
}

/** The competitors, and a battlecard of the one that is met most: one version that the team sees, and a newer draft. */
export function demoCompetitors({ now, team }: Pick<Story, 'now' | 'team'>): {
  competitors: DemoRecord[];
  battlecards: DemoRecord[];
} {
  const competitors = RIVALS.map(({ seenDaysAgo, ...rival }) => ({
    id: idOf(rival.name),
    ...rival,
    domain: `${rival.name.toLowerCase()}.example`,
    createdAt: daysAgo(now, seenDaysAgo),
  }));
  const [pipeworks] = RIVALS;
  const said = (text: string, days: number) => ({
    text,
    source: `said by ${team[0]?.name ?? 'the team'}`,
    at: daysAgo(now, days),
  });
  const known = (texts: readonly string[] = []) =>
    texts.map((text) => ({ text, source: 'the profile', at: daysAgo(now, 40) }));
  const sections = [
    { heading: 'Their strengths', points: known(pipeworks?.strengths) },
    { heading: 'Their weaknesses', points: known(pipeworks?.weaknesses) },
    { heading: 'Their pricing', points: known(pipeworks?.pricing ? [pipeworks.pricing] : []) },
    {
      heading: 'Worth knowing',
      points: [said('They give 20 percent off at the end of a quarter', 210)],
    },
  ];
  const card = (edition: number, values: object, days: number): DemoRecord => ({
    id: idFrom(`demo battlecard ${edition}`),
    competitorId: idOf('Pipeworks'),
    edition,
    ...values,
    createdAt: daysAgo(now, days),
  });
  const raised = {
    heading: 'Their pricing',
    points: [
      said('They raised prices by a tenth', 6),
      ...known(['45 dollars per seat and month, three years at least']),
    ],
  };
  return {
    competitors,
    battlecards: [
      card(1, { sections, status: 'published', publishedAt: daysAgo(now, 30) }, 38),
      card(
        2,
        {
          sections: sections.map((section) => (section.heading === raised.heading ? raised : section)),
          status: 'draft',
        },
        6,
      ),
    ],
  };
}
