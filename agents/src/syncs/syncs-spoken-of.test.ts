import { describe, expect, it } from 'vitest';
import { understood } from '../language/testing/render-command.ts';

/** Syncs, spoken of to the agents that look after a part of them each. */
const SENTENCES: ReadonlyArray<[said: string, command: string]> = [
  ['sync now', 'generalAgent change_settings: area=integrations; action=sync'],
  [
    'sync with Salesforce',
    'generalAgent change_settings: area=integrations; action=sync; integration=salesforce',
  ],
  [
    'start the Salesforce sync',
    'generalAgent change_settings: area=integrations; action=sync; integration=salesforce',
  ],
  ['what did the sync do', 'dataEntryAgent sync_report'],
  ['why is Jane Doe not in Salesforce?', 'dataEntryAgent sync_report: vendor=salesforce; record=@Jane Doe'],
  [
    'keep theirs for the phone of Jane Doe',
    'hygieneAgent sync_conflicts: record=@Jane Doe; field=phone; keep=theirs',
  ],
  ['their phone always wins', 'hygieneAgent sync_conflicts: keep=theirs; always=always; field=phone'],
];

describe('syncs', () => {
  it.each(SENTENCES)('are understood from “%s”', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });
});
