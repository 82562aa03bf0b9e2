import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@clianta/crm-core/entity/ids';
import { FolderStore } from '@clianta/crm-core/files/folder-store';

/** A place for files that is gone at the end. */
export function testFiles(): { fileStore: FolderStore; folder: string; remove(): Promise<void> } {
  const folder = join(tmpdir(), `clianta-files-${newId()}`);
  return {
    fileStore: new FolderStore(folder),
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
