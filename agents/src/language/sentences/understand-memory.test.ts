import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Facts to remember, recall and forget. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'Remember that Bob prefers mornings',
    'memoryAgent remember: fact=Bob prefers mornings; about=@Bob Tanaka',
  ],
  ['keep in mind that Contoso pays net 60', 'memoryAgent remember: fact=Contoso pays net 60; about=@Contoso'],
  ['remember I like short answers', 'memoryAgent remember: fact=I like short answers; about=me'],
  [
    'note that Priya is on parental leave until May',
    'memoryAgent remember: fact=Priya is on parental leave until May; about=@Priya Raman',
  ],
  ['what do you know about Bob?', 'memoryAgent recall: about=@Bob Tanaka'],
  ['what do we know about Northwind', 'memoryAgent recall: about=@Northwind'],
  ['what do you remember about me', 'memoryAgent recall: about=me'],
  ['what do you remember?', 'memoryAgent recall'],
  ['forget that Bob prefers mornings', 'memoryAgent forget: about=@Bob Tanaka; text=prefers mornings'],
  [
    'correction: Bob prefers afternoons',
    'memoryAgent correct_memory: fact=Bob prefers afternoons; about=@Bob Tanaka',
  ],
  ['Erase Jane Doe, she asked', 'memoryAgent erase_person: person=@Jane Doe'],
  ['Jane Doe asked to be forgotten', 'memoryAgent erase_person: person=@Jane Doe'],
  ['is anything left of Jane Doe?', 'memoryAgent erase_person: step=proof; person=@Jane Doe'],
  ['what would erasing Jane Doe take away', 'memoryAgent erase_person: step=preview; person=@Jane Doe'],
  ['gdpr: erase jane@acme.com', 'memoryAgent erase_person: person=jane@acme.com'],
  // the trash, from where it comes back, and for good are two things: a person says which
  ['erase Jane Doe', 'unclear'],
];

describe('memory', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});
