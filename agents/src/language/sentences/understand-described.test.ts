import { expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Whom or what it is done to is told in words, or is the only one of its kind: the tool finds out which. */
const SENTENCES: ReadonlyArray<[said: string, command: string]> = [
  [
    'suppress all contacts in Germany from marketing mails',
    'campaignAgent suppress_contacts: which=all contacts in Germany',
  ],
  ['put the mailing on hold', 'campaignAgent pause_campaign: action=pause; mailing=the campaign'],
  ['roll back the page', 'landingPageAgent publish_page: action=rollback; page=the page'],
  ['switch my agent off', 'dynamicAgent set_agent_state: agent=my agent; state=paused'],
  ['search my inbox for "licence renewal"', 'emailAgent search_mail: text=licence renewal'],
];

it.each(SENTENCES)('understands “%s”', async (said, command) => {
  expect(await understood(said)).toBe(command);
});
