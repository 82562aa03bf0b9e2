import type { EmailAccountRecord } from '../email-account/email-account.schema.ts';
import type { Addressee, EmailMessageRecord } from '../email-message/email-message.schema.ts';

const MOST_REFERENCES = 100;
/** `Re:`, as mail programs of several languages write it. */
const PREFIX = /^\s*(?:(?:re|aw|sv|antw|antwort|r|ref|fwd?|wg|tr|rv|vs)\s*(?:\[\d+\])?\s*:\s*)+/i;

/** The subject without what answers and forwards put before it. */
export const bareSubject = (subject: string): string =>
  subject.replace(PREFIX, '').replace(/\s+/g, ' ').trim();

export const hasReplyPrefix = (subject: string): boolean => PREFIX.test(subject);

/** To whom an answer goes, from which of the own addresses, and how it says what it answers. */
export interface AnswerHead {
  to: Addressee[];
  cc: Addressee[];
  from: string;
  subject: string;
  inReplyTo: string;
  references: string[];
}

type Own = Pick<EmailAccountRecord, 'address' | 'aliases'>;
type Answered = Pick<
  EmailMessageRecord,
  'direction' | 'from' | 'to' | 'cc' | 'replyTo' | 'subject' | 'messageId' | 'references'
>;

/**
 * The head of an answer: to where answers are wanted, less the own addresses, from the address that was written to. One's
 * own mail is answered by writing to the same people again.
 */
export function answerTo(mail: Answered, own: Own, { all = false } = {}): AnswerHead {
  const mine = new Set([own.address, ...own.aliases]);
  const others = (people: readonly Addressee[]) => unique(people).filter(({ address }) => !mine.has(address));
  const wanted = mail.direction === 'out' ? mail.to : mail.replyTo.length > 0 ? mail.replyTo : [mail.from];
  const to = others(wanted);
  const taken = new Set(to.map(({ address }) => address));
  const rest = all ? others([...mail.to, ...mail.cc]).filter(({ address }) => !taken.has(address)) : [];
  return {
    // who writes to themselves gets the answer
    to: to.length > 0 ? to : unique(wanted),
    cc: rest,
    from: addressedAs(mail, own),
    subject: `Re: ${bareSubject(mail.subject)}`.trim(),
    inReplyTo: mail.messageId,
    // the first one holds the thread together, the last ones say where in it
    references: shortened([...mail.references, mail.messageId]),
  };
}

/** The own address that a mail went to, or came from. */
function addressedAs(mail: Answered, { address, aliases }: Own): string {
  const used = mail.direction === 'out' ? [mail.from] : [...mail.to, ...mail.cc];
  return used.find((one) => one.address === address || aliases.includes(one.address))?.address ?? address;
}

export function shortened(references: readonly string[]): string[] {
  const once = [...new Set(references)];
  return once.length <= MOST_REFERENCES ? once : [...once.slice(0, 1), ...once.slice(-(MOST_REFERENCES - 1))];
}

function unique(people: readonly Addressee[]): Addressee[] {
  return [...new Map(people.map((one) => [one.address, one])).values()];
}
