import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { channelStates, channels } from './registry.ts';

const slack = (env: Record<string, string>) => channelStates(env).find(({ name }) => name === 'slack');

it('names the variable that a channel lacks when only some of them are set', () => {
  expect(slack({ SLACK_BOT_TOKEN: 'xoxb-1' })).toMatchObject({
    isOn: false,
    missing: ['SLACK_SIGNING_SECRET'],
  });
  expect(slack({ SLACK_SIGNING_SECRET: 's' })?.missing).toEqual(['SLACK_BOT_TOKEN']);
  expect(slack({})).toMatchObject({ isOn: false, missing: [] });
  expect(slack({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' })).toMatchObject({
    isOn: true,
    missing: [],
  });
});

it('takes any of the ways to switch a channel on, and names what the nearest of them lacks', () => {
  expect(slack({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' })).toMatchObject({ isOn: true });
  expect(slack({ SLACK_CLIENT_ID: '1', SLACK_CLIENT_SECRET: 's', SLACK_SIGNING_SECRET: 's' })?.isOn).toBe(
    true,
  );
  expect(slack({ SLACK_CLIENT_ID: '1', SLACK_CLIENT_SECRET: 's' })).toMatchObject({
    isOn: false,
    missing: ['SLACK_SIGNING_SECRET'],
  });
});

it('says of each channel how it is set up, and where that is described', () => {
  const states = channelStates({}, 'https://crm.example.com');
  expect(states).toHaveLength(channels.length);
  const root = join(import.meta.dirname, '../../..');
  for (const { name, guide, setUp } of states) {
    expect(existsSync(join(root, guide)), name).toBe(true);
    expect(setUp.map(({ value = '' }) => value).join('\n'), name).toMatch(
      /^https:\/\/crm\.example\.com\/\S+$/m,
    );
  }
  for (const { name, setUp } of channelStates({}))
    expect([setUp[0]?.value, JSON.stringify(setUp)], name).toEqual([
      'PUBLIC_URL',
      expect.stringContaining('https://YOUR-ADDRESS'),
    ]);
});
