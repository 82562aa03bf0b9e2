import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { FolderStore } from '@clianta/crm-core/files/folder-store';
import { runImport } from '@clianta/crm-core/imports/run/run-import';

/** What import-kill.test.ts has this process do. */
export interface ImportProcessOptions {
  mongoUri: string;
  /** Where the contents of files are. */
  folder: string;
  workspaceId: string;
  importId: string;
}

const { mongoUri, folder, workspaceId, importId }: ImportProcessOptions = JSON.parse(process.argv[2] ?? '');
const database = await openDatabase({ uri: mongoUri, dataDir: '' });
const crm = new CrmCore({ connection: database.connection, fileStore: new FolderStore(folder) });
await runImport(crm, workspaceId, importId, new AbortController().signal);
await database.stop();
