import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** What is about the conversation rather than a record. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  ['what happened with Contoso lately?', 'briefingAgent summarize_timeline: company=@Contoso'],
  ['summarize the Fabrikam renewal', 'briefingAgent summarize_timeline: deal=@Fabrikam renewal'],
  ['catch me up on Bob', 'briefingAgent summarize_timeline: contact=@Bob Tanaka'],
  [
    "what's new with Globex since January",
    'briefingAgent what_changed: since=2026-01-01T00:00:00+01:00; company=@Globex',
  ],
  ['Prepare me for my call with Northwind', 'plan meeting_prep: {company: @Northwind, occasion: call}'],
  ['brief me on Contoso before the meeting', 'plan meeting_prep: {company: @Contoso, occasion: meeting}'],
  ['get me ready for the demo with Priya', 'plan meeting_prep: {contact: @Priya Raman, occasion: demo}'],
  [
    'I have a call with Globex at 3, what should I know?',
    'plan meeting_prep: {company: @Globex, occasion: call}',
  ],
  ['prep me for the Litware meeting', 'plan meeting_prep: {company: @Litware, occasion: meeting}'],
  ['Undo that', 'generalAgent undo_last'],
  ['revert the last change', 'generalAgent undo_last'],
  ['Why did you do that?', 'generalAgent explain_last_turn'],
  ['what did you just change', 'generalAgent explain_last_turn'],
  ['why did you delete those contacts?', 'generalAgent explain_last_turn: change=deleted; entity=contact'],
  ['who is on my team', 'generalAgent workspace_facts: about=team'],
  ['what day is it today?', 'generalAgent workspace_facts: about=now'],
  ['who am I', 'generalAgent workspace_facts: about=me'],
  ['what can you do?', 'generalAgent help'],
  ['help', 'generalAgent help'],
  ['how do I add a contact?', 'generalAgent help: topic=contact'],
  ['hello', 'small_talk'],
  ['good morning', 'small_talk'],
  ['thanks a lot!', 'small_talk'],
  ['bye', 'small_talk'],
];

describe('briefs, undo, explanations and talk', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});
