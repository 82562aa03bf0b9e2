/** How often something may be done with one key in a window of time. */
export interface LimitKind {
  points: number;
  seconds: number;
  /**
   * Points that a process takes from the shared count at once and spends by itself: every count is a write that reaches
   * the disk. With n processes up to n - 1 of these go unspent. `points` is a multiple of it.
   */
  batch: number;
  /** What there was too much of, for the person: "messages". */
  of: string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const QUARTER_HOUR = 15 * MINUTE;

/**
 * Every limit of Clianta. Failed attempts to sign in count for the account as seen from one address, for the account
 * and for the address: 5 in 15 minutes is the specification's; the others hold what goes round it by changing the
 * address or the account. Calls count for a person: opening a page of the console takes about four reads.
 */
export const LIMIT_KINDS = {
  attemptFromAddress: { points: 5, seconds: QUARTER_HOUR, batch: 1, of: 'attempts' },
  attemptOnAccount: { points: 10, seconds: QUARTER_HOUR, batch: 1, of: 'attempts' },
  attemptOfAddress: { points: 20, seconds: QUARTER_HOUR, batch: 1, of: 'attempts' },
  /** Links for a password that one address is sent. */
  linkByMail: { points: 3, seconds: HOUR, batch: 1, of: 'mails' },
  read: { points: 1_200, seconds: MINUTE, batch: 60, of: 'requests' },
  write: { points: 240, seconds: MINUTE, batch: 10, of: 'changes' },
  socket: { points: 600, seconds: MINUTE, batch: 60, of: 'requests' },
  /** What one address asks of the pages of offers. */
  offer: { points: 20, seconds: MINUTE, batch: 1, of: 'requests' },
  /** What one visitor of a website writes, and all that come from one address. */
  visitorMessage: { points: 20, seconds: MINUTE, batch: 1, of: 'messages' },
  visitorAddress: { points: 60, seconds: MINUTE, batch: 1, of: 'messages' },
  /** Files that a visitor or an address sends, and copies of chats that one of them or an address that is mailed to has. */
  visitorFile: { points: 20, seconds: HOUR, batch: 1, of: 'files' },
  visitorCopy: { points: 10, seconds: HOUR, batch: 1, of: 'copies' },
  /** Visitors' pages ask for news every few seconds. */
  visitorNews: { points: 240, seconds: MINUTE, batch: 20, of: 'requests' },
  /** What one address looks at on booking pages, and what it books, moves or cancels there. */
  bookingPage: { points: 60, seconds: MINUTE, batch: 1, of: 'requests' },
  booking: { points: 10, seconds: 10 * MINUTE, batch: 1, of: 'bookings' },
  /** What one address looks at of forms and landing pages, and what it sends there (specification of forms). */
  pageView: { points: 240, seconds: MINUTE, batch: 20, of: 'requests' },
  formSend: { points: 5, seconds: MINUTE, batch: 1, of: 'forms' },
  formSendHourly: { points: 30, seconds: HOUR, batch: 1, of: 'forms' },
  /** What one inbound webhook takes, and what one address may send that is not let in. */
  hookEvent: { points: 300, seconds: MINUTE, batch: 10, of: 'events' },
  hookRefusal: { points: 30, seconds: MINUTE, batch: 1, of: 'refused events' },
  /** Calendars look for news every quarter of an hour at most; an office has one address. */
  calendarFeed: { points: 120, seconds: 10 * MINUTE, batch: 1, of: 'requests' },
  /** Mail programs unsubscribe for many people from one address. */
  mailLink: { points: 600, seconds: MINUTE, batch: 20, of: 'requests' },
  unsubscribe: { points: 300, seconds: MINUTE, batch: 10, of: 'requests' },
  /** Mail servers that a person has tried: nobody guesses passwords, or looks for servers, by us. */
  mailboxCheck: { points: 20, seconds: 10 * MINUTE, batch: 1, of: 'attempts' },
  /** What a program that calls tools sends with one token (MCP). */
  mcp: { points: 600, seconds: MINUTE, batch: 30, of: 'requests' },
  /** Programs that one address registers to sign in, and what it asks for while they do. */
  programRegistration: { points: 20, seconds: HOUR, batch: 1, of: 'registrations' },
  programSignIn: { points: 240, seconds: MINUTE, batch: 10, of: 'requests' },
  message: { points: 60, seconds: MINUTE, batch: 10, of: 'messages' },
} as const satisfies Record<string, LimitKind>;

export type LimitName = keyof typeof LIMIT_KINDS;
