import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const focus = [aFocus('company', 'Northwind')];

describe('“their” of whom the sentence itself speaks', () => {
  it.each([
    ['who is furthest away from their target?', /^forecastAgent compare_target$/],
    ['which open tickets are past their deadline?', /status eq open & isResolveLate eq true$/],
    ['which deals are past their close date?', /^dealAgent search_deals: expectedClose lt today/],
  ])('“%s” is nobody who was spoken of before', async (said, command) => {
    expect(await understood(said, { focus })).toMatch(command);
    expect(await understood(said)).toMatch(command);
  });

  it.each(['who is their CTO', 'show their deals'])('“%s” is of the company before', async (said) => {
    expect(await understood(said, { focus })).toContain('company eq @Northwind');
  });
});

describe('a status and a time', () => {
  it.each([
    ['tickets resolved last week', 'status eq resolved & resolved gte 2026-03-02T00:00:00+01:00'],
    ['deals won last month', 'closed gte 2026-02-01T00:00:00+01:00'],
    ['tickets resolved more than a week ago', 'status eq resolved & resolved lt now-1w'],
  ])('“%s” is when it became so, not when it was made', async (said, condition) => {
    const command = await understood(said);
    expect(command).toContain(condition);
    expect(command).not.toContain('created');
  });
});

describe('a verb whose outcome is a value', () => {
  it('changes many by filter', async () => {
    expect(await understood('close all tickets that were resolved more than a week ago')).toBe(
      'ticketAgent update_tickets: status eq resolved & resolved lt now-1w; set={status: closed}',
    );
    expect(await understood('close all resolved tickets')).toBe(
      'ticketAgent update_tickets: status eq resolved; set={status: closed}',
    );
  });

  it('has no list where only one is named, and asks nothing else of deals', async () => {
    expect(await understood('close the Contoso rollout as won')).toContain('close_deal');
    expect(await understood('which tickets did we close last week?')).not.toContain('update_');
  });
});

describe('of one person', () => {
  it.each([
    ['is Jane Doe ok with getting marketing mails?', 'get_contact: contact=@Jane Doe; fields=[consent]'],
    [
      'Jane Doe changed jobs, move her from Contoso to Northwind',
      'update_contacts: contact=@Jane Doe; set={company: @Northwind}',
    ],
    [
      'add jen park, ops lead at northwind, jen.park@northwind.example',
      'create_contact: name=Jen Park; jobTitle=ops lead; company=@Northwind; email=jen.park@northwind.example',
    ],
  ])('“%s”', async (said, command) => {
    expect(await understood(said)).toBe(`contactAgent ${command}`);
  });
});
