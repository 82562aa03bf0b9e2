import { verifyFile } from '@clianta/crm-core/embedded-mongo/maintenance';

/** Reads every file that it is given as a database, and says in a line of JSON each how that went. */
for (const path of process.argv.slice(2)) {
  const outcome = await verifyFile(path).catch((error: unknown) => ({ refused: String(error) }));
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
