import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

describe('records that are called by their number alone', () => {
  it.each([
    ['assign T4 to Akira', 'ticketAgent update_tickets: ticket=T4; set={assignee: @Akira Mori}'],
    ['set t4 to urgent', 'ticketAgent update_tickets: ticket=T4; set={priority: urgent}'],
    ['close T4', 'ticketAgent resolve_ticket: isClosed=true; ticket=T4'],
    ['what is the status of T4', 'ticketAgent get_ticket: ticket=T4'],
    ['note on T4: see T5', 'ticketAgent reply_ticket: kind=internal; text=see T5; ticket=T4'],
    ['send P3', 'proposalAgent send_proposal: proposal=P3'],
  ])('“%s”', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });

  it('keep their numbers to the letter where they stand in a text', async () => {
    expect(await understood('remind me on Friday at nine to check on T4')).toBe(
      'taskAgent create_task: title=Check on T4; due=2026-03-13T09:00:00+01:00; remind=2026-03-13T09:00:00+01:00',
    );
  });

  it('what was made in the same message is what “it” is', async () => {
    expect(await understood('new ticket for Contoso: the export hangs, assign it to Akira')).toBe(
      [
        'ticketAgent create_ticket: subject=the export hangs; company=@Contoso',
        'ticketAgent update_tickets: ticket=the export hangs; set={assignee: @Akira Mori} (after)',
      ].join('\n'),
    );
  });
});
