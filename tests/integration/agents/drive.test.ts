import { Readable } from 'node:stream';
import { saveToDrive } from '@clianta/crm-core/automation/actions/save-to-drive.action';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { google as googleIntegration } from '@clianta/crm-core/integrations/google/google.integration';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeEach, describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { googleAccount } from '../../support/google-account.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';
import { aCompany, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const google = new GoogleApiStandIn();

const it = crmTest.extend('crmOptions', { scope: 'file' }, async () => {
  await google.start();
  const box = new SecretBox(['a key of some length']);
  return { integrations: { env: google.env, box, registry: [googleIntegration] } };
});

describe('what is saved there', () => {
  afterAll(() => google.stop());
  beforeEach(() => google.clear());
  const names = () => [...google.drive.files.values()].map(({ name }) => name);

  it('says who connects it where it is not connected', async ({ sam, home, db }) => {
    await aFile(db, home, 'terms.txt');
    expect((await sam.say('Save the file called terms to Drive')).reply.text).toContain(
      'Google Drive is not connected. An admin connects it',
    );
    expect(await saveToDrive.lacks?.(db.crm, home.workspaceId)).toBe('a Google Drive account');
  });

  it('is a file of a record that is spoken of, and the answer opens it', async ({ sam, home, db }) => {
    await googleAccount(db, google, home.scope, ['drive']);
    await aFile(db, home, 'terms.txt');
    const { reply } = await sam.say('Save the file of Acme to Google Drive');
    expect(reply.text).toMatch(
      /Saved \[terms\.txt\]\(https:\/\/drive\.google\.com\/file\/d\/[\w-]+\/view\) to/,
    );
    expect(names()).toEqual(['Clianta', 'terms.txt']);
    expect((await sam.say('save this file to drive')).reply.text).toContain('already, as it is here');
  });

  it('is a proposal as its PDF', async ({ sam, home, db }) => {
    await googleAccount(db, google, home.scope, ['drive']);
    await aCompany(db.crm, home.scope, { name: 'Kestrel' });
    await sam.say('A proposal for Kestrel, 40 seats at 30');
    expect((await sam.say('Save the proposal to Drive')).reply.text).toMatch(/^Saved \[P1 .*\.pdf\]/);
    const [, pdf] = [...google.drive.files.values()];
    expect(pdf?.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    await sam.say('10 percent off');
    expect((await sam.say('Save the proposal for Kestrel to Drive')).reply.text).toContain('up to date');
    expect(names()).toHaveLength(2);
  });

  it('is what a workflow saves, said in a sentence', async ({ sam, home, db }) => {
    await googleAccount(db, google, home.scope, ['drive']);
    const { reply } = await sam.say('When a deal is won, save its files to Google Drive');
    expect(reply.text + JSON.stringify(reply.cards)).toContain('ave its files to Google Drive');
    const { records } = await db.crm.records(Workflow).find(home.system, { limit: 1 });
    expect(JSON.stringify(records)).toContain('save_to_drive');
  });

  it('is the transcript of a call, by chat and by a workflow', async ({ sam, home, db }) => {
    await googleAccount(db, google, home.scope, ['drive']);
    const call = await db.crm.records(CallRecording).create(home.system, {
      title: 'Pilot with Kestrel',
      at: new Date('2026-10-05T10:00:00Z'),
      status: 'ready',
      segments: [{ startMs: 2_000, endMs: 9_000, speaker: 'Jonas Feld', text: 'I love the dashboard.' }],
    } as never);
    expect((await sam.say('Save the transcript to Drive')).reply.text).toContain(
      'Saved [2026-10-05 Pilot with Kestrel.txt]',
    );
    const file = google.drive.called('2026-10-05 Pilot with Kestrel.txt');
    expect(file?.bytes.toString()).toContain('[0:02] Jonas Feld: I love the dashboard.');
    const context = { crm: db.crm, scope: home.scope, entity: CallRecording, record: call };
    const step = { ...context, signal: AbortSignal.timeout(10_000) } as never;
    const { told } = await saveToDrive.run({}, step);
    expect(told).toMatch(/^saved “2026-10-05 Pilot with Kestrel\.txt” \(https:/);
    expect(names()).toHaveLength(2);
  });
});

async function aFile({ crm }: TestDatabase, { scope }: TestWorkspace, name: string) {
  const { id } = await aCompany(crm, scope, { name: 'Acme' });
  const stream = Readable.from([Buffer.from('Terms: 90 days.')]);
  return crm.files.save(scope, { name, stream, of: { entity: Company.name, id } });
}
