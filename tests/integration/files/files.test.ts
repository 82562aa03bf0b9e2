import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { operation } from '@clianta/crm-core/entity/scope';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import { aPdf } from '@clianta/crm-core/files/text/testing';
import sharp from 'sharp';
import { describe, expect } from 'vitest';
import { sharedCrmTest } from '../../support/fixtures.ts';
import { aPicture } from '../../support/pictures.ts';
import { aCompany, aWorkspace } from '../../support/test-crm.ts';

const it = sharedCrmTest.extend('lena', { scope: 'file' }, ({ home }) => home.member('Lena Lane'));
const content = (words: string) => Readable.from([Buffer.from(words)]);
const notes = (words = 'The notice period is 90 days.') => ({ name: 'notes.txt', stream: content(words) });

describe('a file', () => {
  it('of a record is opened by whoever sees the record, one of none by its uploader alone', async ({
    db,
    home,
    lena,
  }) => {
    const { files } = db.crm;
    const acme = await aCompany(db.crm, home.scope);
    const shared = await files.save(lena, { ...notes('shared'), of: { entity: 'company', id: acme.id } });
    const own = await files.save(lena, notes('own'));
    expect(await text((await files.open(home.scope, shared.id)).stream)).toBe('shared');
    expect(await text((await files.open(lena, own.id)).stream)).toBe('own');
    await expect(files.open(home.scope, own.id)).rejects.toThrow('There is no file');
    const seen = await db.crm.records(Attachment).find(home.scope, {});
    expect(seen.records.map(({ id }) => id)).not.toContain(own.id);

    await files.attach(lena, own.id, { entity: 'company', id: acme.id });
    expect(await text((await files.open(home.scope, own.id)).stream)).toBe('own');
    await files.attach(home.scope, own.id, null);
    await expect(files.open(home.scope, own.id)).rejects.toThrow('There is no file');
  });

  it('of a private record stays its uploader’s', async ({ db, home, lena }) => {
    const notice = await db.crm.records(Notice).create(home.system, {
      userId: lena.actor.id,
      kind: 'reminder',
      title: 'Call back',
      at: new Date(),
      key: newId(),
    });
    const file = await db.crm.files.save(lena, { ...notes(), of: { entity: 'notice', id: notice.id } });
    await expect(db.crm.files.open(home.scope, file.id)).rejects.toThrow('There is no file');
    await expect(
      db.crm.files.save(home.scope, { ...notes(), of: { entity: 'notice', id: notice.id } }),
    ).rejects.toThrow('There is no');
  });

  it('is not seen from another workspace, and cannot be put there', async ({ db, home }) => {
    const other = await aWorkspace(db.crm);
    const file = await db.crm.files.save(home.scope, notes());
    await expect(db.crm.files.open(other.scope, file.id)).rejects.toThrow('There is no file');
    const theirs = await aCompany(db.crm, other.scope);
    const of = { entity: 'company', id: theirs.id };
    await expect(db.crm.files.attach(home.scope, file.id, of)).rejects.toThrow('There is no company');
    await expect(db.crm.files.save(home.scope, { ...notes(), of })).rejects.toThrow('There is no company');
  });

  it('is added to what one may change, and by nobody who only reads', async ({ db, home, lena }) => {
    const vic = await home.member('Vic View', 'viewer');
    const { id } = await db.crm.records(Pipeline).get(home.scope, home.pipelineId);
    await expect(
      db.crm.files.save(lena, { ...notes(), of: { entity: 'pipeline', id } }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(db.crm.files.save(vic, notes())).rejects.toMatchObject({ code: 'forbidden' });
    await expect(db.crm.files.save(lena, { ...notes(), of: { entity: 'nothing', id } })).rejects.toThrow(
      'cannot belong to',
    );
  });

  it('is made by uploading it, not by writing a record', async ({ db, home }) => {
    await expect(
      db.crm.records(Attachment).create(home.scope, {
        name: 'passwd',
        mime: 'text/plain',
        bytes: 1,
        sha256: '0'.repeat(64),
        storageKey: 'other/key',
        uploaderId: home.scope.actor.id,
      }),
    ).rejects.toThrow('by uploading it');
  });

  it('tells no reader where its content is kept', async ({ db, home }) => {
    const file = await db.crm.files.save(home.scope, notes());
    expect(JSON.stringify(file)).not.toContain(`${home.workspaceId}/`);
    expect(file).toMatchObject({
      name: 'notes.txt',
      mime: 'text/plain',
      bytes: 29,
      uploaderId: home.scope.actor.id,
    });
  });

  it('is one however often the same operation saves it', async ({ db, home }) => {
    const save = () =>
      db.crm.files.save({ ...home.scope, operation: operation(`save-${home.workspaceId}`) }, notes());
    const [first, again] = [await save(), await save()];
    expect(again.id).toBe(first.id);
    expect(await text((await db.crm.files.open(home.scope, first.id)).stream)).toContain('90 days');
  });
});

describe('the files of a record', () => {
  it('go to the trash with it and come back with it', async ({ db, home }) => {
    const acme = await aCompany(db.crm, home.scope);
    const file = await db.crm.files.save(home.scope, { ...notes(), of: { entity: 'company', id: acme.id } });
    const groupId = newId();
    await db.crm.records(Company).delete({ ...home.scope, groupId }, acme.id);
    await expect(db.crm.files.open(home.scope, file.id)).rejects.toThrow('There is no file');
    await expect(db.crm.records(Attachment).restore(home.scope, file.id)).rejects.toThrow(
      'Restore that first',
    );
    const { kept } = await undoGroup(db.crm, home.scope, groupId);
    expect(kept).toEqual([]);
    expect(await text((await db.crm.files.open(home.scope, file.id)).stream)).toContain('90 days');
  });

  it('stay when another kind of record with the same number goes', async ({ db, home }) => {
    const id = newId();
    await db.crm.records(Company).create(home.scope, { name: 'Acme' }, { id });
    await db.crm.files.save(home.scope, { ...notes(), of: { entity: 'company', id } });
    const consequences = await db.crm.records(Pipeline).consequences(home.scope, [id]);
    expect(consequences).toEqual([]);
  });
});

describe('the text of a file', () => {
  it('is read when the work comes to it, or when it is asked for before', async ({ db, home }) => {
    const pdf = { name: 'contract.pdf', stream: Readable.from([aPdf(['Terms', 'Notice period: 90 days'])]) };
    const file = await db.crm.files.save(home.scope, pdf);
    const stateNow = async () => (await db.crm.records(Attachment).get(home.scope, file.id)).textState;
    expect(await stateNow()).toBe('waiting');
    await db.crm.files.texts.readWaiting(file.id);
    expect(await stateNow()).toBe('done');
    const pages = ['Terms', 'Notice period: 90 days'];
    expect(await db.crm.files.texts.of(home.scope, file.id)).toEqual({ pages });

    const text = await db.crm.files.save(home.scope, notes('plain words'));
    expect(await db.crm.files.texts.of(home.scope, text.id)).toEqual({ pages: ['plain words'] });
    const picture = await db.crm.files.save(home.scope, {
      name: 'p.png',
      stream: Readable.from([await aPicture({ width: 9, height: 9 })]),
    });
    expect(await db.crm.files.texts.of(home.scope, picture.id)).toEqual({ none: true });
  });

  it('is of those who see the file, and taints what is done with it', async ({ db, home, lena }) => {
    const file = await db.crm.files.save(lena, notes('own'));
    await expect(db.crm.files.texts.of(home.scope, file.id)).rejects.toThrow('There is no file');
    const outside: string[] = [];
    await db.crm.files.texts.of({ ...lena, onOutside: (source) => outside.push(source) }, file.id);
    expect(outside).toEqual(['the file notes.txt']);
  });
});

describe('a picture', () => {
  it('is kept upright and without where it was taken', async ({ db, home }) => {
    const plain = sharp(await aPicture({ width: 40, height: 20, format: 'jpeg' }));
    const photo = await plain
      .withExif({ IFD0: { Make: 'SpyCam' }, IFD3: { GPSLatitude: '52/1 31/1 0/1', GPSLatitudeRef: 'N' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect((await sharp(photo).metadata()).exif).toBeDefined();
    const file = await db.crm.files.save(home.scope, { name: 'photo.jpg', stream: Readable.from([photo]) });
    const kept = await buffer((await db.crm.files.open(home.scope, file.id)).stream);
    const { width, height, exif, orientation } = await sharp(kept).metadata();
    expect([width, height, exif, orientation]).toEqual([20, 40, undefined, undefined]);
    expect(kept.includes('SpyCam')).toBe(false);
    expect(file).toMatchObject({ bytes: kept.length, hasThumb: true });
  });

  it('with too many pixels, or damaged, is refused in words, and nothing of it is kept', async ({
    db,
    home,
  }) => {
    const bomb = await aPicture({ width: 8_000, height: 5_100 });
    const torn = (await aPicture({ width: 300, height: 300 })).subarray(0, 150);
    const save = (stream: Readable) => db.crm.files.save(home.scope, { name: 'huge.png', stream });
    await expect(save(Readable.from([bomb]))).rejects.toThrow('more than 40 megapixels');
    await expect(save(Readable.from([torn]))).rejects.toThrow('damaged');
    const found = await db.crm
      .records(Attachment)
      .find(home.scope, { where: [{ field: 'name', op: 'eq', value: 'huge.png' }] });
    expect(found.records).toEqual([]);
  });
});
