import type { Segment } from '../crm/call-recording/call-recording.schema.ts';
import { idFrom } from '../entity/ids.ts';
import type { DemoCompany, DemoContact, Story } from './demo-companies.ts';
import type { DemoRecord } from './insert-records.ts';
import { officeTime } from './office-time.ts';

const DAY_MS = 86_400_000;
const DAYS_AGO = 2;

/** Since when, who, what. */
const TALK: ReadonlyArray<readonly [second: number, isOurs: boolean, text: string]> = [
  [3, true, 'Thanks for taking the time. How is the pilot going?'],
  [10, false, 'The new dashboard is really great, the whole team loves it.'],
  [19, false, 'Our problem is the export: it fails every week, and the warehouse is angry about that.'],
  [31, true, "I'll send you the revised offer by Friday."],
  [42, false, 'The budget for this year is 40,000 dollars, and we need a decision by the end of the month.'],
  [55, true, 'Could you send us the log files of the export?'],
  [62, false, 'Sure, no problem.'],
  [66, true, 'Next steps: schedule a demo for the board.'],
];
const LASTS = 74;
/** The place of a sentence among the segments, as the rules find it. */
const POINTS = [1, 2, 3, 4, 5];
const ITEMS = [
  { segment: 3, isOurs: true, text: (first: string) => `Send ${first} the revised offer by Friday` },
  { segment: 5, isOurs: false, text: () => 'Send us the log files of the export' },
  { segment: 7, isOurs: undefined, text: () => 'Schedule a demo for the board' },
] as const;

/** A recorded call of the demo company with one of its customers. */
export function demoCall(
  { now, timeZone, reps }: Pick<Story, 'now' | 'timeZone' | 'reps'>,
  companies: readonly DemoCompany[],
  contacts: readonly DemoContact[],
): DemoRecord {
  const company = companies[2];
  const contact = contacts.find(({ companyId }) => companyId === company?.id);
  const rep = reps.find(({ name }) => name.startsWith('Lena')) ?? reps[0];
  const ours = String(rep?.name);
  const theirs = String(contact?.name);
  const segments = TALK.map(
    ([second, isOurs, text], at): Segment => ({
      startMs: second * 1_000,
      endMs: (TALK[at + 1]?.[0] ?? LASTS) * 1_000,
      speaker: isOurs ? ours : theirs,
      text,
    }),
  );
  const at = officeTime(new Date(now.getTime() - DAYS_AGO * DAY_MS), timeZone, 'recorded call');
  return {
    id: idFrom('demo call recording'),
    title: `Call with ${theirs} of ${company?.name}`,
    at,
    status: 'ready',
    contactId: contact?.id,
    companyId: company?.id,
    ownerId: rep?.id,
    participants: [ours, theirs],
    seconds: LASTS,
    language: 'en',
    sentiment: 0.02,
    segments,
    summary: POINTS.map((segment) => ({
      text: `${segments[segment]?.speaker}: ${segments[segment]?.text}`,
      segment,
    })),
    actionItems: ITEMS.map(({ segment, isOurs, text }) => ({
      text: text(theirs.split(' ')[0] ?? ''),
      segment,
      ...(isOurs !== undefined && { owner: isOurs ? ours : theirs }),
      ...(isOurs && { ownerId: rep?.id }),
    })),
    windows: [],
    outside: 'the recording of a call',
    createdAt: at,
  };
}
