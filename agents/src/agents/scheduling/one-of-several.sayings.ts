import { named } from './name-shape.ts';

const PLACES = ['first', 'last', 'next'] as const;

/** How people point at one of several meetings; of its name all words are said, whatever they are. */
const MEETINGS: readonly string[] = [
  // the nearest first: of two that fit as well the first one counts
  ...PLACES.flatMap((which) =>
    [
      `the ${which} {kind} on {at}`,
      `the ${which} {kind} {at}`,
      `my ${which} {kind} with {who}`,
      `my ${which} {kind} with {who} on {at}`,
      `the ${which} {meeting} meeting`,
      `the ${which} {meeting} event`,
      `the ${which} {meeting}`,
    ].map((one) => `${one} {which=${which}}`),
  ),
  'it',
  'the meeting',
  'the {kind} with {who}',
  'my {at} {kind}',
  'the {meeting} meeting',
  'the {meeting} on {at}',
  'the meeting called {meeting}',
];

const ORDERS: readonly string[] = [
  'rename {m} to {rename}',
  'rename {m} as {rename}',
  'change the name of {m} to {rename}',
  'change the title of {m} to {rename}',
  'set the title of {m} to {rename}',
  'retitle {m} to {rename}',
  'call {m} {rename} from now on',
  'give {m} the name {rename}',
  '{m} should be called {rename}',
];

/** A meeting gets another name. */
export const renameSayings: readonly string[] = MEETINGS.flatMap((meeting) => {
  const [said = '', meant = ''] = meeting.split(/(?= \{which=)/);
  return ORDERS.map((order) => order.replace('{m}', said) + meant);
});

const SHIFTS: readonly string[] = ['move', 'push back', 'delay', 'postpone'];
const BY: readonly string[] = ['by {by}', 'by {byMinutes} minutes', '{byMinutes} minutes'];

/** One of several begins later, or at another time. */
export const moveOneSayings: readonly string[] = PLACES.flatMap((which) =>
  [
    `my ${which} {kind} with {who} on {at}`,
    `my ${which} {kind} on {at}`,
    `my ${which} {kind} with {who}`,
  ].flatMap((meeting) => [
    ...SHIFTS.flatMap((shift) => BY.map((by) => `${shift} ${meeting} ${by} {which=${which}}`)),
    ...BY.map((by) => `bring ${meeting} forward ${by} {which=${which}} {isEarlier=true}`),
    ...['move', 'shift', 'reschedule', 'postpone'].flatMap((shift) =>
      ['{toTime}', '{to}'].map((to) => `${shift} ${meeting} to ${to} {which=${which}}`),
    ),
  ]),
);

const CANCELS: readonly string[] = ['cancel', 'delete', 'call off', 'remove'];
const TIMES: readonly string[] = ['after {after}', 'before {before}', 'between {after} and {before}'];

/** All meetings of a part of a day, and all with somebody. */
export const cancelAllSayings: readonly string[] = CANCELS.flatMap((cancel) => [
  ...TIMES.flatMap((time) => [
    `${cancel} my meetings on {at} ${time} {isAll=true}`,
    `${cancel} my meetings ${time} {isAll=true}`,
    `${cancel} all meetings {at} ${time} {isAll=true}`,
    `${cancel} everything on {at} ${time} {isAll=true}`,
  ]),
  ...['future', 'upcoming', 'coming', 'remaining', 'my future', 'my'].map(
    (all) => `${cancel} all ${all} meetings with {who} {isAll=true}`,
  ),
  `${cancel} all meetings with {who} {isAll=true}`,
  `${cancel} all meetings with {with} {isAll=true}`,
  `${cancel} every meeting with {who} {isAll=true}`,
  `${cancel} my meetings with {who} {isAll=true}`,
  `${cancel} my {which} {kind} on {at}`,
  `${cancel} my {which} {kind} with {who}`,
  `${cancel} my {which} {kind} with {who} on {at}`,
]);

const CREATES: readonly string[] = ['create', 'schedule', 'book', 'set up'];
const LENGTHS: readonly string[] = ['{minutes} minute', '{length}', ''];

/** A meeting with a name of its own. */
const CALLED: readonly string[] = CREATES.flatMap((create) =>
  LENGTHS.flatMap((length) =>
    [
      `${create} a ${length} {kind} called {called} on {when} with {with}`,
      `${create} a ${length} {kind} called {called} with {with} on {when}`,
      `${create} a ${length} {kind} with {with} called {called} on {when}`,
      `${create} a ${length} {kind} with {with} on {when} called {called}`,
      `${create} a ${length} {kind} called {called} on {when}`,
      `${create} a ${length} {kind} named {called} on {when} with {with}`,
      `${create} a ${length} {kind} named {called} with {with} on {when}`,
      `${create} a ${length} {kind} with {with} on {when} and call it {called}`,
    ].map((saying) => saying.replace(/ {2,}/g, ' ')),
  ),
);

export const calledSayings: readonly string[] = named(CALLED);
