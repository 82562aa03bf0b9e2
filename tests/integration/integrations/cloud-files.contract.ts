import { Readable } from 'node:stream';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { cloudFilesOf } from '@clianta/crm-core/integrations/cloud-files/cloud-files-of';
import { documentsOf } from '@clianta/crm-core/integrations/cloud-files/documents-of';
import { putDocument } from '@clianta/crm-core/integrations/cloud-files/put-document';
import type { Integration } from '@clianta/crm-core/integrations/layer/define-integration';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeEach, describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';
import type { Fault } from '../../support/vendor-stand-in.ts';

/** Files at a vendor, by a stand-in of it. */
export interface CloudDriver {
  /** As messages name the vendor. */
  title: string;
  integration: Integration;
  start(): Promise<void>;
  stop(): Promise<void>;
  clear(): void;
  env(): Record<string, string>;
  connect(db: TestDatabase, home: TestWorkspace): Promise<{ id: string }>;
  /** What stands there, folders not counted. */
  standing(): Array<{ name: string; bytes: Buffer; isInOurFolder: boolean }>;
  /** Somebody throws all of it away there. */
  discard(): void;
  /** The next call that makes a file, or sends its content, goes wrong. */
  fail(on: 'make' | 'send', fault: Fault): void;
}

/** What every place for files outside does. */
export function cloudFilesContract(driver: CloudDriver): void {
  const it = crmTest.extend('crmOptions', { scope: 'file' }, async () => {
    await driver.start();
    return {
      integrations: {
        env: driver.env(),
        box: new SecretBox(['a key of some length']),
        registry: [driver.integration],
        sleep: async () => {},
      },
    };
  });
  afterAll(() => driver.stop());
  beforeEach(() => driver.clear());

  async function placed({ crm }: TestDatabase, { scope }: TestWorkspace, text = 'Terms: 90 days.') {
    const place = await cloudFilesOf(crm, scope);
    if (!place) throw new Error('nothing is connected');
    const acme = await aCompany(crm, scope, { name: 'Acme' });
    const of = { entity: Company.name, id: acme.id };
    const stream = Readable.from([Buffer.from(text)]);
    const file = await crm.files.save(scope, { name: 'terms.txt', stream, of });
    const [document] = await documentsOf(crm, scope, Company, acme.id);
    if (!document) throw new Error('there is no file');
    return { place, document, file, acme };
  }
  const other = (text: string) => async () => new Uint8Array(Buffer.from(text));

  describe(`files at ${driver.title}`, () => {
    it('are there once, in a folder of their own, and brought up to date', async ({ db, home }) => {
      await driver.connect(db, home);
      const { place, document } = await placed(db, home);
      const first = await putDocument(place, document);
      expect(first).toMatchObject({ isNew: true, link: expect.stringMatching(/^https:\/\//) });
      expect(await putDocument(place, document)).toEqual({
        link: first.link,
        isNew: false,
        isChanged: false,
      });
      const newer = { ...document, bytes: other('Terms: 60 days.') };
      expect(await putDocument(place, newer)).toEqual({ link: first.link, isNew: false, isChanged: true });
      expect(driver.standing()).toEqual([
        { name: 'terms.txt', bytes: Buffer.from('Terms: 60 days.'), isInOurFolder: true },
      ]);
    });

    it('are made anew where somebody has thrown them away', async ({ db, home }) => {
      await driver.connect(db, home);
      const { place, document } = await placed(db, home);
      await putDocument(place, document);
      driver.discard();
      expect(await putDocument(place, document)).toMatchObject({ isNew: true });
      expect(driver.standing()).toHaveLength(1);
    });

    it.for(['make', 'send'] as const)('are one when the answer to “%s” is lost', async (on, { db, home }) => {
      await driver.connect(db, home);
      const { place, document } = await placed(db, home);
      driver.fail(on, 'lost');
      await putDocument(place, document);
      expect(driver.standing().map(({ bytes }) => bytes.toString())).toEqual(['Terms: 90 days.']);
    });

    it('are one when the run was killed before their content was there', async ({ db, home }) => {
      await driver.connect(db, home);
      const { place, document } = await placed(db, home);
      for (let tries = 0; tries < 4; tries++) driver.fail('send', 'cut');
      await expect(putDocument(place, document)).rejects.toThrow('cannot be reached');
      expect(await putDocument(place, document)).toMatchObject({ isNew: true });
      expect(driver.standing().map(({ bytes }) => bytes.toString())).toEqual(['Terms: 90 days.']);
    });

    it('wait as long as the vendor says, for everybody', async ({ db, home }) => {
      await driver.connect(db, home);
      const { place, document } = await placed(db, home);
      driver.fail('make', { status: 429, headers: { 'retry-after': '7' } });
      await expect(putDocument(place, document)).rejects.toThrow('allows no more for 7 s');
    });

    it('work, or it is said that they do not', async ({ db, home }) => {
      const { id } = await driver.connect(db, home);
      await db.crm.integrations.test(home.scope, id);
    });
  });
}
