import { backUp } from '@clianta/crm-core/backup/back-up';
import { releaseMail } from '@clianta/crm-core/backup/instance';
import { restore } from '@clianta/crm-core/backup/restore';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { openFileStore } from '@clianta/crm-core/files/open-file-store';
import { readConfig } from './config.ts';

const HELP = `npm run backup -- <folder>                copy database and files into an empty folder
npm run restore -- <folder>               put a copy where there is no data yet
npm run restore -- <folder> --replace     put it in the place of what is there
npm run restore -- --release-mail         send mail again, once this copy is the one that is used
An embedded database can be copied while the server is stopped. Keep .env and the secrets of DATA_DIR apart.
`;

/** npm run backup, npm run restore: the first argument says which. */
async function main(): Promise<void> {
  const [command, ...args] = process.argv.slice(2);
  const folder = args.find((arg) => !arg.startsWith('--'));
  const isRelease = args.includes('--release-mail');
  if (!/^(backup|restore)$/.test(command ?? '') || (!folder && !isRelease)) {
    process.stdout.write(HELP);
    return;
  }
  const config = readConfig(process.env);
  const database = await openDatabase({ uri: config.MONGODB_URI, dataDir: config.DATA_DIR });
  try {
    const fileStore = await openFileStore(config, config.DATA_DIR);
    const crm = new CrmCore({ connection: database.connection, fileStore });
    await crm.store.ensureIndexes();
    process.stdout.write(`${await done(crm, { command, folder, isRelease, args })}\n`);
  } finally {
    await database.stop();
  }
}

interface Order {
  command: string | undefined;
  folder: string | undefined;
  isRelease: boolean;
  args: readonly string[];
}

async function done(crm: CrmCore, { command, folder = '', isRelease, args }: Order): Promise<string> {
  if (command === 'backup') {
    const { collections, files } = await backUp(crm, folder);
    const documents = collections.reduce((sum, { count }) => sum + count, 0);
    return `Copied ${documents} documents and ${files.length} files to ${folder}.`;
  }
  if (isRelease)
    return (await releaseMail(crm.store.connection))
      ? 'Mail is sent again.'
      : 'Mail was not held: nothing is changed.';
  const { documents, files, erasedAgain } = await restore(crm, folder, {
    replaces: args.includes('--replace'),
  });
  return `Put back ${documents} documents and ${files} files; erased ${erasedAgain} people again who had been erased since.
No mail is sent from this copy until an admin says so: npm run restore -- --release-mail`;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
