import { Readable } from 'node:stream';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { Import, type ImportRecord } from '@clianta/crm-core/imports/import/import.schema';
import { openQuestions, startImport } from '@clianta/crm-core/imports/imports';
import { checkImport } from '@clianta/crm-core/imports/run/check-import';
import { runImport } from '@clianta/crm-core/imports/run/run-import';
import {
  beginImport,
  revertImport,
  steerImport,
  takeImportBack,
} from '@clianta/crm-core/imports/run/steer-import';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact } from '../../support/test-crm.ts';

const it = crmTest
  .extend('start', ({ db, home }) => async (csv: string, kind?: string, scope: Scope = home.scope) => {
    const file = await db.crm.files.save(scope, {
      name: 'people.csv',
      stream: Readable.from([Buffer.from(csv)]),
    });
    return startImport(db.crm, scope, { fileId: file.id, ...(kind && { kind }) });
  })
  .extend('run', ({ db, home }) => async (record: ImportRecord, scope: Scope = home.scope) => {
    const begun = await beginImport(db.crm, scope, record);
    await runImport(db.crm, home.workspaceId, begun.id, new AbortController().signal);
    return db.crm.records(Import).get(scope, begun.id);
  })
  .extend('textOf', ({ db, home }) => async (fileId: string | undefined) => {
    const { stream } = await db.crm.files.open(home.scope, fileId ?? '');
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(Buffer.from(part));
    return Buffer.concat(parts).toString('utf8').replace('\u{feff}', '');
  })
  .extend('all', ({ db, home }) => async () => {
    const { records } = await db.crm.records(Contact).find(home.scope, { sort: 'name', limit: 100 });
    return records;
  });

const PEOPLE = [
  'First name,Last name,E-mail address,Mobile,Company name,Notes',
  'Ada,Quist,ada@northwind.example,+1 415 555 0100,Northwind,"Likes, commas"',
  'Bo,Lind,BO@kestrel.example,00042,Kestrel Works,',
  'Cy,Nonmail,no mail,,Kestrel Works,',
  'Di,Twice,ada@northwind.example,,,',
].join('\n');

describe('importing a table', () => {
  it('finds out what the rows are and which field each column is', async ({ start }) => {
    const record = await start(PEOPLE);
    expect(record.kind).toBe('contact');
    expect(record.columns.map(({ field }) => field)).toEqual([
      'name.first',
      'name.last',
      'email',
      'phone',
      'companyId',
      'notes',
    ]);
    expect([record.matchBy, record.total, record.columns[1]?.samples]).toEqual([
      'email',
      4,
      ['Quist', 'Lind', 'Nonmail', 'Twice'],
    ]);
  });

  it('says before what it does, and does that: companies are found or made once, bad rows come back as a file', async ({
    db,
    home,
    start,
    run,
    textOf,
    all,
  }) => {
    const northwind = await aCompany(db.crm, home.scope, { name: 'northwind' });
    const checked = await checkImport(db.crm, home.scope, await start(PEOPLE));
    const expected = { created: 2, updated: 0, unchanged: 0, skipped: 0, failed: 2, made: 1 };
    expect(checked.counts).toEqual(expected);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
    const done = await run(checked);
    expect([done.status, done.counts]).toEqual(['done', expected]);
    const [ada, bo] = await all();
    expect(ada).toMatchObject({ name: 'Ada Quist', companyId: northwind.id, notes: 'Likes, commas' });
    // no number that the plan knows: kept as it was written, zeros and all
    expect(bo).toMatchObject({ email: 'bo@kestrel.example', phone: '00042' });
    const companies = await db.crm.records(Company).find(home.scope, { sort: 'name' });
    expect(companies.records.map(({ name }) => name)).toEqual(['Kestrel Works', 'northwind']);
    const errors = await textOf(done.errorFileId);
    expect(errors.split('\n')[0]).toBe(
      'First name,Last name,E-mail address,Mobile,Company name,Notes,Reason',
    );
    expect(errors).toMatch(/Di,Twice.*the same contact as row 1/);
    // mended, it is imported like any other file
    const mended = await run(
      await start(errors.replace('no mail', 'cy@kestrel.example').replace(/Di.*\n/, '')),
    );
    expect(mended.counts).toMatchObject({ created: 1, failed: 0, made: 0 });
  });

  it('changes what is there, leaves what is empty, and repeats nothing', async ({ db, home, start, run }) => {
    const ada = await aContact(db.crm, home.scope, { email: 'ada@x.example', jobTitle: 'CTO', city: 'Oslo' });
    const csv = 'Name;Email;City;Job title\nAda Quist;ADA@x.example;Bergen;\nNew One;new@x.example;;Boss\n';
    const record = await start(csv);
    const done = await run(record);
    expect(done.counts).toMatchObject({ created: 1, updated: 1 });
    expect(await db.crm.records(Contact).get(home.scope, ada.id)).toMatchObject({
      city: 'Bergen',
      jobTitle: 'CTO',
    });
    expect((await run(await start(csv))).counts).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    // a process that ended before it could say how far it was
    await db.crm.store.model(Import).updateOne({ _id: record.id }, { $set: { status: 'running', row: 0 } });
    await runImport(db.crm, home.workspaceId, record.id, new AbortController().signal);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(2);
    expect((await db.crm.records(Contact).get(home.scope, ada.id)).version).toBe(2);
  });

  it('knows what is in the trash by the same rule in the dry run as in the run', async ({
    db,
    home,
    start,
    run,
  }) => {
    const gone = await aContact(db.crm, home.scope, { name: 'Ada Quist', email: 'ada@x.example' });
    await db.crm.records(Contact).delete(home.scope, gone.id);
    const csv = 'Name;Email;City\nAda Quist;ada@x.example;Bergen\nBo Lind;bo@x.example;Oslo\n';
    const checked = await checkImport(db.crm, home.scope, await start(csv));
    const done = await run(checked);
    expect(done.counts).toEqual(checked.counts);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(done.counts?.created);
  });

  it('asks for the order of days that nothing proves, and knows it where one day can be only one', async ({
    db,
    start,
    run,
    all,
  }) => {
    const unsure = await start(
      'Name,Email,Follow up\nAda,a@x.example,03/04/2026\nBo,b@x.example,05/06/2026\n',
    );
    expect(openQuestions(db.crm, unsure)).toEqual([
      'In Follow up, is 03/04/2026 written day first or month first?',
    ]);
    await expect(run(unsure)).rejects.toThrow('day first or month first');
    const proven = await start(
      'Name,Email,Follow up\nAda,a@x.example,03/04/2026\nBo,b@x.example,25/12/2026\n',
    );
    await run(proven);
    expect((await all()).map(({ followUpAt }) => followUpAt)).toEqual(['2026-04-03', '2026-12-25']);
  });

  it('refuses amounts, dates and options that are none, row by row', async ({ start, run, db, home }) => {
    const record = await start(
      [
        'Deal,Company,Amount,Currency,Stage,Close date,Owner',
        'One,Acme,"1,234.50",USD,Proposal,2026-12-31,Sam Rivera',
        'Two,Acme,"JPY 1,000",JPY,Nowhere,2026-12-31,',
        'Three,Acme,#REF!,USD,Proposal,2026-02-30,Nobody Known',
      ].join('\n'),
    );
    expect(record.kind).toBe('opportunity');
    const done = await run(record);
    expect(done.counts).toMatchObject({ created: 1, failed: 2 });
    const reasons = done.problems?.map(({ reason }) => reason) ?? [];
    expect(reasons[0]).toContain('there is no “Nowhere”');
    expect(reasons[1]).toMatch(/formula that failed.*no date/);
    const { records } = await db.crm.records(Opportunity).find(home.scope, {});
    expect(records).toEqual([
      expect.objectContaining({ title: 'One', amountMinor: 123_450, ownerId: home.scope.actor.id }),
    ]);
  });

  it('stops when it is told to, goes on from there, and is taken back but for what was changed since', async ({
    db,
    home,
    start,
    all,
  }) => {
    const rows = Array.from({ length: 520 }, (_, at) => `Person ${at},p${at}@x.example`);
    const begun = await beginImport(db.crm, home.scope, await start(['Name,Email', ...rows].join('\n')));
    const signal = new AbortController().signal;
    // paused before its first batch is told of
    const unlisten = db.crm.store.onWrite(({ entity }) => {
      if (entity.name !== 'contact') return;
      unlisten();
      void db.crm.store
        .model(Import)
        .updateOne({ _id: begun.id }, { $set: { status: 'paused' } })
        .exec();
    });
    await runImport(db.crm, home.workspaceId, begun.id, signal);
    const paused = await db.crm.records(Import).get(home.scope, begun.id);
    expect([paused.status, paused.row, paused.counts?.created]).toEqual(['paused', 500, 500]);
    await steerImport(db.crm, home.scope, paused, 'resume');
    await runImport(db.crm, home.workspaceId, begun.id, signal);
    const done = await db.crm.records(Import).get(home.scope, begun.id);
    expect([done.status, done.counts?.created]).toEqual(['done', 520]);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(520);
    const [changed] = await all();
    await db.crm.records(Contact).update(home.scope, changed?.id ?? '', { city: 'Oslo' });
    await takeImportBack(db.crm, home.scope, done);
    await revertImport(db.crm, home.system, begun.id, home.scope.actor.id);
    const back = await db.crm.records(Import).get(home.scope, begun.id);
    expect(back.takenBack).toMatchObject({
      isDone: true,
      reverted: 519,
      kept: [{ title: changed?.name, reason: 'it was changed since' }],
    });
    expect((await all()).map(({ id }) => id)).toEqual([changed?.id]);
  });

  it('is its owner’s: others neither see nor steer it, and who may not create cannot import', async ({
    db,
    home,
    start,
  }) => {
    const record = await start(PEOPLE);
    const lena = await home.member('Lena Vogt');
    await expect(db.crm.records(Import).get(lena, record.id)).rejects.toThrow('There is no import');
    const vera = await home.member('Vera Viewer', 'viewer');
    await expect(beginImport(db.crm, vera, record)).rejects.toThrow('may not');
    const file = { name: 'x.txt', stream: Readable.from([Buffer.from('nothing')]) };
    const { id: fileId } = await db.crm.files.save(home.scope, file);
    await expect(startImport(db.crm, home.scope, { fileId })).rejects.toThrow('has no rows');
  });
});
