import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import { aContext } from '../testing/fixture-context.ts';
import { renderCommand } from '../testing/render-command.ts';
import { understand } from '../understand.ts';

async function callOf(text: string): Promise<string> {
  const understanding = await understand(text, aContext(), catalogue);
  return understanding.kind === 'commands'
    ? understanding.commands.map(renderCommand).join(' | ')
    : understanding.kind;
}

describe('one of several meetings, and all of them', () => {
  it.each([
    ['postpone my last meeting on Friday by 1.5 hours', 'move_meeting', 'which=last', 'byMinutes=90'],
    ['shift my first meeting on Friday to 4pm', 'move_meeting', 'which=first', 'toTime=16:00'],
    ['retitle the next budget review meeting to Kick-off', 'move_meeting', 'which=next', 'rename=Kick-off'],
    ['delete my meetings on Friday before 11:30', 'cancel_meeting', 'before=11:30', 'isAll=true'],
    ['call off all upcoming meetings with Akira', 'cancel_meeting', 'who=Akira', 'isAll=true'],
  ])('reads “%s”', async (said, ...parts) => {
    const call = await callOf(said);
    for (const part of parts) expect(call).toContain(part);
  });

  it('a meeting that is called something is called so to the letter', async () => {
    const call = await callOf('book a 45 minute call with Akira on Friday at 10 called Roads & bridges');
    expect(call).toContain('called=Roads & bridges');
    expect(call).toContain('minutes=45');
  });

  it('whom it is with may be told before', async () => {
    const call = await callOf(
      "I haven't met Akira in a while. Could you book a 45 minute call called Catch-up on Friday at 10?",
    );
    expect(call).toMatch(/with=Akira|who=Akira/);
    expect(call).toContain('called=Catch-up');
  });

  it('is leaving: all that is planned with them', async () => {
    expect(await callOf('Akira is leaving us. Can you cancel all future meetings with them?')).toContain(
      'who=Akira',
    );
  });
});

describe('mails by what they are about', () => {
  it.each([
    ["forward the latest email about 'Budget' to Akira", 'kind=forward', 'about=Budget', 'to=Akira'],
    [
      "Akira wants the newest mail about 'Budget' from Jane Doe. Could you send it to him?",
      'kind=forward',
      'to=Akira',
    ],
    ['get rid of all my emails from Akira from the last 6 days', 'file_mail', 'from=Akira', 'period='],
    ["respond to Akira's last email about 'Budget' with 'On it.'", 'send_mail', 'kind=reply', 'body=On it.'],
    [
      "send Akira an email saying 'It's 'done'.\n\nSam' and title it 'News'",
      'send_mail',
      "body=It's 'done'.\n\nSam",
      'subject=News',
    ],
  ])('reads “%s”', async (said, ...parts) => {
    const call = await callOf(said);
    for (const part of parts) expect(call).toContain(part);
  });
});
