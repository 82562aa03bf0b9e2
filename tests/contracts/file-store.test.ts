import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderStore } from '@clianta/crm-core/files/folder-store';
import { S3Store } from '@clianta/crm-core/files/s3-store';
import { afterAll, beforeAll, describe } from 'vitest';
import { S3_KEY, type S3StandIn, startS3StandIn } from '../support/s3-stand-in.ts';
import { fileStoreContract } from './file-store.contract.ts';

describe('on a disk', () => {
  let root: string;
  let stores = 0;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'clianta-files-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  fileStoreContract('a folder', async () => {
    const folder = join(root, `${++stores}`);
    return {
      store: new FolderStore(folder),
      async kept() {
        const found = await readdir(folder, { recursive: true, withFileTypes: true });
        return found.filter((one) => one.isFile()).length;
      },
      breakDown: () => writeFile(folder, 'no folder'),
    };
  });
});

describe('over the wire', () => {
  let s3: S3StandIn;
  let buckets = 0;
  beforeAll(async () => {
    s3 = await startS3StandIn();
  });
  afterAll(() => s3.stop());

  fileStoreContract('S3', async () => {
    const bucket = `bucket-${++buckets}`;
    delete s3.failWith;
    return {
      store: new S3Store({ bucket, endpoint: s3.url, credentials: S3_KEY }),
      async kept() {
        return [...s3.objects.keys()].filter((key) => key.includes(bucket)).length + s3.openUploads.size;
      },
      async breakDown() {
        s3.failWith = { status: 403, code: 'AccessDenied' };
      },
    };
  });
});
