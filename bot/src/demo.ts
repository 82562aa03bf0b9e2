import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { removeDemo } from '@clianta/crm-core/demo/remove-demo';
import { seedDemo } from '@clianta/crm-core/demo/seed-demo';
import { openFileStore } from '@clianta/crm-core/files/open-file-store';
import { readConfig } from './config.ts';

/** npm run demo -- remove | add : takes the demo company away, or puts it (back) in. The server must not be running on an embedded database. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const command = process.argv[2];
  if (command !== 'remove' && command !== 'add') {
    process.stdout.write(
      'npm run demo -- remove    take the demo company away\nnpm run demo -- add       put it in\n',
    );
    return;
  }
  const database = await openDatabase({ uri: config.MONGODB_URI, dataDir: config.DATA_DIR });
  try {
    const crm = new CrmCore({
      connection: database.connection,
      fileStore: await openFileStore(config, config.DATA_DIR),
    });
    await crm.store.ensureIndexes();
    if (command === 'remove') {
      const { removed } = await removeDemo(crm);
      process.stdout.write(
        removed > 0 ? `Removed the demo company: ${removed} records.\n` : 'There is no demo company.\n',
      );
    } else {
      await removeDemo(crm);
      const { email, password } = await seedDemo(crm, { password: config.CLIANTA_DEMO_PASSWORD });
      process.stdout.write(`The demo company is in. Sign in as ${email} with ${password}\n`);
    }
  } finally {
    await database.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
