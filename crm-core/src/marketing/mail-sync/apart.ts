import { bareSubject } from '../drafts/answer-to.ts';
import type { ArrivingMail } from './arriving-mail.ts';

type Related = Pick<ArrivingMail, 'messageId' | 'inReplyTo' | 'references' | 'subject'>;

/**
 * Mails in parts that have nothing to do with each other: what refers to the same mail or bears the same subject stays together,
 * in its order. Parts can be taken at the same time, for no thread has mails of two.
 */
export function apart<T extends { mail: Related }>(mails: readonly T[]): T[][] {
  const byMark = new Map<string, Set<T>>();
  for (const one of mails) {
    const part = new Set<T>();
    for (const mark of marksOf(one.mail)) for (const other of byMark.get(mark) ?? []) part.add(other);
    part.add(one);
    for (const member of part) for (const mark of marksOf(member.mail)) byMark.set(mark, part);
  }
  return [...new Set(byMark.values())].map((part) => mails.filter((one) => part.has(one)));
}

function marksOf({ messageId, inReplyTo, references, subject }: Related): string[] {
  const ids = [messageId, ...references, ...(inReplyTo ? [inReplyTo] : [])];
  const bare = bareSubject(subject);
  return [...ids.map((id) => `id:${id}`), ...(bare ? [`subject:${bare}`] : [])];
}
