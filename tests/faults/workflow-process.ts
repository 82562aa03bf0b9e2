import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { startWorker } from '@clianta/crm-core/work/start-worker';
import { runStep } from '@clianta/jobs/jobs/run-step.job';
import { startEnrollment } from '@clianta/jobs/jobs/start-enrollment.job';

/* One of the workers that workflow-kill.test.ts and workflows.bench.ts start and kill. */
const [uri = ''] = process.argv.slice(2);
const { connection } = await openDatabase({ uri, dataDir: '' });
const crm = new CrmCore({ connection });
await startWorker(crm, {
  lane: 'jobs',
  jobs: [startEnrollment, runStep],
  context: { crm, notify: () => {} },
  sweepEveryMs: 250,
});
process.stdout.write('works\n');
