import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../commands.ts';
import { SUGGESTED_PROMPTS } from '../home/suggested-prompts.ts';
import { SHORTCUTS } from '../shortcuts.ts';
import { slackManifest } from './manifest.ts';

const url = 'https://crm.example.com/';

/** Limits of https://docs.slack.dev/reference/app-manifest. */
describe("the manifest keeps Slack's limits", () => {
  it('of names and texts', () => {
    const { display_information: about, features } = slackManifest({ url });
    expect(about.name.length).toBeLessThanOrEqual(35);
    expect(about.description.length).toBeLessThanOrEqual(140);
    expect(about.long_description.length).toBeGreaterThanOrEqual(175);
    expect(about.long_description.length).toBeLessThanOrEqual(4_000);
    expect(features.agent_view.agent_description.length).toBeLessThanOrEqual(300);
    expect(SUGGESTED_PROMPTS.length).toBeLessThanOrEqual(4);
    expect(features.slash_commands.length).toBeLessThanOrEqual(50);
    for (const { command, description, usage_hint: hint } of features.slash_commands) {
      expect(command).toMatch(/^\/[a-z]{1,31}$/);
      expect(description.length).toBeLessThanOrEqual(2_000);
      expect(hint.length).toBeLessThanOrEqual(1_000);
    }
    expect(features.shortcuts.length).toBeLessThanOrEqual(10);
    for (const { name, description, callback_id: id } of features.shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(description.length).toBeLessThanOrEqual(150);
      expect(id.length).toBeLessThanOrEqual(255);
    }
  });
});

it('names every command, shortcut and event once, and the address without a double slash', () => {
  const { features, settings } = slackManifest({ url });
  expect(features.slash_commands.map(({ command }) => command)).toEqual(
    COMMANDS.map(({ command }) => command),
  );
  expect(features.shortcuts.map(({ callback_id: id }) => id)).toEqual(
    SHORTCUTS.map(({ callbackId }) => callbackId),
  );
  const events = settings.event_subscriptions.bot_events;
  expect(events).toEqual([...new Set(events)]);
  for (const name of ['app_home_opened', 'app_context_changed', 'app_mention', 'link_shared', 'message.im'])
    expect(events).toContain(name);
  for (const name of ['app_uninstalled', 'tokens_revoked']) expect(events).toContain(name);
  expect(settings.event_subscriptions).toMatchObject({ request_url: 'https://crm.example.com/slack/events' });
  expect(features.unfurl_domains).toEqual(['crm.example.com']);
});

it('gives Slack no address to call over a socket, and one to come back to for several teams', () => {
  const socket = slackManifest({ url, isSocketMode: true });
  expect(socket.settings.socket_mode_enabled).toBe(true);
  expect(JSON.stringify(socket)).not.toContain('https://');
  const many = slackManifest({ url, isForManyTeams: true });
  expect(many.oauth_config.redirect_urls).toEqual(['https://crm.example.com/slack/oauth_redirect']);
});
