import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { carryOutErasure } from '@clianta/crm-core/erasure/carry-out-erasure';
import { FolderStore } from '@clianta/crm-core/files/folder-store';

/** What erase-kill.test.ts has this process do. */
export interface EraseProcessOptions {
  mongoUri: string;
  /** Where the contents of files are. */
  folder: string;
  workspaceId: string;
  erasureId: string;
}

const { mongoUri, folder, workspaceId, erasureId }: EraseProcessOptions = JSON.parse(process.argv[2] ?? '');
const database = await openDatabase({ uri: mongoUri, dataDir: '' });
const crm = new CrmCore({ connection: database.connection, fileStore: new FolderStore(folder) });
await carryOutErasure(crm, workspaceId, erasureId);
await database.stop();
