import { expect, it } from 'vitest';
import { missingOfSlack } from './start-banner.ts';

it('names the variable that Slack lacks when only one of the two is set', () => {
  expect(missingOfSlack({ SLACK_BOT_TOKEN: 'xoxb-1' })).toBe('SLACK_SIGNING_SECRET');
  expect(missingOfSlack({ SLACK_SIGNING_SECRET: 's' })).toBe('SLACK_BOT_TOKEN');
  expect(missingOfSlack({})).toBeUndefined();
  expect(missingOfSlack({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' })).toBeUndefined();
});
