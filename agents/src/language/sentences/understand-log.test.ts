import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Calls, meetings and notes for the timeline. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'log a call with Bob: he wants a revised quote by Friday',
    'contactAgent log_activity: type=call; contact=@Bob Tanaka; subject=he wants a revised quote by Friday',
  ],
  [
    'log that I spoke to Priya about pricing',
    'contactAgent log_activity: type=note; contact=@Priya Raman; subject=I spoke to Priya about pricing',
  ],
  [
    'note on Northwind: they are switching to a new ERP in summer',
    'contactAgent log_activity: type=note; company=@Northwind; subject=they are switching to a new ERP in summer',
  ],
  [
    'I just talked to Jane Doe, she wants to renew',
    'contactAgent log_activity: type=call; contact=@Jane Doe; subject=she wants to renew',
  ],
  [
    'had a meeting with Contoso yesterday about the rollout',
    'contactAgent log_activity: type=meeting; company=@Contoso; at=2026-03-09T12:00:00+01:00; subject=Meeting about the rollout',
  ],
  [
    'log an email from Grace: asked for references',
    'contactAgent log_activity: type=email; contact=@Grace Lindqvist; subject=asked for references',
  ],
  [
    'met with Omar this morning, he likes the proposal',
    'contactAgent log_activity: type=meeting; contact=@Omar Haddad; at=2026-03-10T09:00:00+01:00; subject=he likes the proposal',
  ],
  [
    'add a note to the Globex expansion: legal is reviewing',
    'contactAgent log_activity: type=note; deal=@Globex expansion; subject=legal is reviewing',
  ],
  [
    'record a meeting with Hiro on March 5 about onboarding',
    'contactAgent log_activity: type=meeting; contact=@Hiro Sato; at=2026-03-05T12:00:00+01:00; subject=Meeting about onboarding',
  ],
  [
    'called Sofia, no answer',
    'contactAgent log_activity: type=call; contact=@Sofia Marchetti; subject=no answer',
  ],
];

describe('what happened', () => {
  it('keeps all of a text that is longer than what is read as grammar', async () => {
    const told = `he named ${'one reason and another, '.repeat(150)}and that was all`;
    expect(await understood(`log a call with Bob: ${told}`)).toContain(`body=${told}`);
  });

  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });

  it.each([
    ["I'll call Jane Doe on Thursday afternoon, put that in", 'Call Jane Doe'],
    ['I am going to send Bob Tanaka the offer on Friday, note it', 'Send Bob Tanaka the offer'],
  ])('is not what is still to be done: “%s”', async (said, title) => {
    expect(await understood(said)).toMatch(new RegExp(`^taskAgent create_task: title=${title};`));
  });

  it('is what was agreed on', async () => {
    expect(await understood('we will start with Contoso in May, note that')).not.toContain('create_task');
  });
});
