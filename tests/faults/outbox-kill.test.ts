import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { aMail, aMailbox, mailOf } from '../support/outbox.ts';
import { type OwnDatabase, openOwnDatabase } from '../support/own-database.ts';
import { program } from '../support/program.ts';
import { anSmtpServer, type SmtpStandIn } from '../support/smtp-stand-in.ts';
import { aWorkspace } from '../support/test-crm.ts';
import type { OutboxProcessOptions } from './outbox-process.ts';

let db: OwnDatabase;
let smtp: SmtpStandIn;
const children: ChildProcess[] = [];
beforeAll(async () => {
  db = await openOwnDatabase();
  smtp = await anSmtpServer();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await smtp.close();
  await db.close();
});

function sending(aheadMs: number): ChildProcess {
  const options: OutboxProcessOptions = { mongoUri: db.uri, smtpPort: smtp.port, aheadMs };
  const child = spawn(process.execPath, [program('outbox-process'), JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  children.push(child);
  return child;
}

it('a process that is killed once the server has a mail leaves it unknown, and no mail is sent twice or lost', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const mailbox = await aMailbox(crm, home, smtp, { perMinute: 6_000 });
  let taken = 0;
  let killed = Promise.resolve();
  // the fourth mail has come whole when the process dies, and is kept: nobody is told so
  smtp.onMail = async () => {
    if (++taken !== 4) return;
    first.kill('SIGKILL');
    killed = once(first, 'exit').then(() => {});
    await killed;
  };
  const ids: string[] = [];
  for (let count = 0; count < 20; count++) ids.push(await aMail(crm, home, mailbox.id));
  const first = sending(0);
  await vi.waitFor(() => expect(taken).toBeGreaterThanOrEqual(4), { timeout: 30_000, interval: 20 });
  await killed;
  const statusesOf = async () =>
    (await Promise.all(ids.map((id) => mailOf(crm, home, id)))).map(({ status }) => status);
  expect(await statusesOf()).toContain('transmitting');
  sending(3 * 60_000);
  sending(3 * 60_000);
  await vi.waitFor(
    async () =>
      expect((await statusesOf()).filter((status) => status !== 'sent' && status !== 'unknown')).toEqual([]),
    { timeout: 40_000, interval: 100 },
  );
  const arrived = smtp.arrived.map(({ source }) => /^Message-ID: (.*?)\r?$/m.exec(source)?.[1] ?? '');
  expect(new Set(arrived).size).toBe(arrived.length);
  const rows = await Promise.all(ids.map((id) => mailOf(crm, home, id)));
  const missing = rows.filter(({ messageId }) => !arrived.includes(messageId));
  expect(missing.filter(({ status }) => status !== 'unknown')).toEqual([]);
  expect(rows.filter(({ status }) => status === 'unknown').length).toBeGreaterThanOrEqual(1);
});
