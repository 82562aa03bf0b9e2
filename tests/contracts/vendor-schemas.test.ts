import { readFileSync } from 'node:fs';
import { sendPhoneMessage } from '@clianta/bot/phone/send-phone-message.job';
import { newId } from '@clianta/crm-core/entity/ids';
import { resend } from '@clianta/crm-core/integrations/resend/resend.integration';
import { twilio } from '@clianta/crm-core/integrations/twilio/twilio.integration';
import { queuePhoneMessage } from '@clianta/crm-core/marketing/phone-message/queue-phone-message';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { Ajv } from 'ajv';
import { expect, it, onTestFinished } from 'vitest';
import { aMail, aMailbox, anOutbox } from '../support/outbox.ts';
import { type Exchange, recordedExchanges } from '../support/recorded-exchanges.ts';
import { ResendStandIn } from '../support/resend-stand-in.ts';
import { root } from '../support/source-files.ts';
import { aWorkspace, openTestCrm } from '../support/test-crm.ts';
import { TwilioStandIn } from '../support/twilio-stand-in.ts';

/** 10:00 in Berlin: nobody is texted at night. */
const MORNING = new Date('2026-03-02T09:00:00Z');

/** Of a vendor's published OpenAPI document: the operations that we call, with what they take and answer. */
interface Published {
  operations: Array<{
    method: string;
    /** With parameters: `/v1/pages/{page_id}`. */
    path: string;
    request?: object;
    responses: Record<string, object>;
  }>;
  $defs: Record<string, object>;
}

/** Whatever is neither of a call that is published, nor as it is published. @returns what is wrong, in words */
function faultsIn(vendor: string, exchanges: readonly Exchange[]): string[] {
  const file = `${root}/tests/fixtures/vendor-schemas/${vendor}.json`;
  const { operations, $defs } = JSON.parse(readFileSync(file, 'utf8')) as Published;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const faults = (schema: object, value: unknown): string[] => {
    const validate = ajv.compile({ ...schema, $defs });
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
  return exchanges.flatMap(({ method, path, sent, status, answered }) => {
    const call = `${method} ${path}`;
    const operation = operations.find(
      (one) => one.method === method && new RegExp(`^${one.path.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path),
    );
    if (!operation) return [`${call} is not published`];
    const answer = operation.responses[String(status)];
    return [
      ...(operation.request
        ? faults(operation.request, sent).map((fault) => `${call} is sent: ${fault}`)
        : []),
      ...(answer ? faults(answer, answered) : [`${status} is not published`]).map(
        (fault) => `${call} answers: ${fault}`,
      ),
    ];
  });
}

async function crmWith(integration: object, env: Record<string, string>, now = () => new Date()) {
  const db = await openTestCrm({
    now,
    integrations: {
      env,
      box: new SecretBox(['a key of some length']),
      registry: [integration as never],
    },
  });
  onTestFinished(() => db.close());
  return { ...db, home: await aWorkspace(db.crm) };
}

async function recorded(standIn: { start(): Promise<unknown>; stop(): Promise<void>; url: string }) {
  await standIn.start();
  const recording = await recordedExchanges(standIn.url);
  onTestFinished(async () => {
    await recording.close();
    await standIn.stop();
  });
  return recording;
}

it('Resend is asked, and answers, as its document says', async () => {
  const vendor = new ResendStandIn();
  const { url, exchanges } = await recorded(vendor);
  const { crm, home } = await crmWith(resend, { RESEND_API_URL: url });
  await crm.integrations.connectByKey(home.scope, 'resend', { key: vendor.key, secret: 'whsec_c2VjcmV0' }, [
    'mail',
  ]);
  const noSmtp = { port: 1, password: vendor.key } as never;
  const smtp = { host: 'smtp.resend.com', port: 465, security: 'tls' as const, user: 'resend' };
  const { id } = await aMailbox(crm, home, noSmtp, { smtp });
  const mailId = await aMail(crm, home, id, {
    bcc: [{ address: 'kim@northwind.example' }],
    html: '<p>Hello</p>',
  });
  await anOutbox(crm, noSmtp).runOne(home, mailId);
  expect(exchanges.map(({ method, path }) => `${method} ${path}`)).toEqual(
    expect.arrayContaining(['GET /domains', 'POST /emails']),
  );
  expect(faultsIn('resend', exchanges)).toEqual([]);
});

it('Twilio is asked, and answers, as its document says', async () => {
  const vendor = new TwilioStandIn();
  const { url, exchanges } = await recorded(vendor);
  const { crm, home } = await crmWith(twilio, { ...vendor.env, TWILIO_API_URL: url }, () => MORNING);
  await crm.integrations.connectByKey(home.scope, 'twilio', vendor.values, ['sms', 'voice']);
  const { id: messageId } = await queuePhoneMessage(crm, home.workspaceId, {
    kind: 'sms',
    phone: '+4930901820',
    text: 'We run late',
    purpose: 'service',
    timeZone: 'Europe/Berlin',
    ownerId: home.scope.actor.id,
    sendKey: newId(),
  });
  const { workspaceId, system: scope } = home;
  const run = { crm, id: messageId, workspaceId, attempt: 1, scope, signal: AbortSignal.timeout(20_000) };
  await sendPhoneMessage.run(run, { messageId, attempt: 0 });
  expect(exchanges.length).toBeGreaterThan(0);
  expect(faultsIn('twilio', exchanges)).toEqual([]);
});
