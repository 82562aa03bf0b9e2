import type { CommitteeMember } from './buying-committee.schema.ts';

/** A champion nobody spoke to for so long may be none any more. */
const SILENT_DAYS = 30;
const DAY_MS = 86_400_000;

interface Person {
  id: string;
  name: string;
  lastContactedAt?: Date | null | undefined;
}

/** What a committee lacks, in words: roles that count are those that somebody has confirmed. */
export function committeeGaps(
  members: readonly CommitteeMember[],
  people: readonly Person[],
  now: Date,
): string[] {
  const has = (role: CommitteeMember['role']) => members.some((member) => member.role === role);
  const silent = people.filter(
    ({ id, lastContactedAt }) =>
      members.some(({ contactId, role }) => contactId === id && role === 'champion') &&
      (!lastContactedAt || now.getTime() - lastContactedAt.getTime() > SILENT_DAYS * DAY_MS),
  );
  return [
    ...(has('economic_buyer') ? [] : ['nobody is known as the economic buyer']),
    ...(has('champion') ? [] : ['there is no champion']),
    ...(people.length === 1 ? ['only one contact is known there'] : []),
    ...silent.map(({ name }) => `the champion ${name} has been silent for ${SILENT_DAYS} days`),
  ];
}
