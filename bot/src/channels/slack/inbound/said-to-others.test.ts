import { expect, it } from 'vitest';
import { isSaidToOthers } from './said-to-others.ts';

it.each([
  '<@U1> what do you think?',
  '<@U1|jane>, can you look?',
  'hey <@U1> lunch?',
  'Thanks <@U1>!',
  'thank you so much, dear <@U1>',
  'what do you think, <@U1>?',
  '<!here> standup in five',
  '<!subteam^S1|@sales> please read',
  'Ok, thanks <@U1>',
])('leaves “%s” to the one it is for', (text) => {
  expect(isSaidToOthers(text)).toBe(true);
});

it.each([
  'assign it to <@U1>',
  'thanks',
  'move the deal of <@U1> to Won',
  'who is <@U1>?',
  'add a task for <@U1> tomorrow',
  'no, leave them with Akira',
])('takes “%s” for us', (text) => {
  expect(isSaidToOthers(text)).toBe(false);
});
