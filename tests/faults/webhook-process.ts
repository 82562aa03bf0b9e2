import { deliverWebhookJob } from '@clianta/bot/webhooks/deliver-webhook.job';
import { WebhookSecrets } from '@clianta/bot/webhooks/webhook-secrets';
import { webhookWire } from '@clianta/bot/webhooks/webhook-wire';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { mongoDeadLetters } from '@clianta/crm-core/events/dead-letters';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { startWorker } from '@clianta/crm-core/work/start-worker';
import { LocalAgent } from '../support/local-agent.ts';

/** What webhook-kill.test.ts has this process do: deliver webhooks until it is killed. */
export interface WebhookProcessOptions {
  mongoUri: string;
  /** Of the other system, on this machine. */
  port: number;
}

const { mongoUri, port }: WebhookProcessOptions = JSON.parse(process.argv[2] ?? '');
const { connection } = await openDatabase({ uri: mongoUri, dataDir: '' });
const crm = new CrmCore({ connection });
await startWorker(crm, {
  wake: new InProcessTransport({ deadLetters: mongoDeadLetters(connection) }),
  lane: 'channels',
  jobs: [
    deliverWebhookJob(new WebhookSecrets(crm, new SecretBox(['a key'])), webhookWire(new LocalAgent(port))),
  ],
  context: { crm },
});
