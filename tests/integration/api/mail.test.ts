import { describe, expect, vi } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { signedIn } from '../../support/api-server.ts';
import { anImapServer, hasDovecot } from '../../support/imap-server.ts';
import { anSmtpServer } from '../../support/smtp-stand-in.ts';

const it = apiTest
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from it what a fixture is made of
  .extend('mail', { scope: 'file' }, async ({}, { onCleanup }) => {
    const [imap, smtp] = await Promise.all([anImapServer(), anSmtpServer()]);
    onCleanup(async () => {
      await imap.close();
      await smtp.close();
    });
    return { imap, smtp };
  })
  .extend('environment', { scope: 'file' }, ({ mail }) => ({
    MAIL_PRIVATE_HOSTS: `127.0.0.1:${mail.smtp.port},127.0.0.1:${mail.imap.port}`,
  }));

const HTML = `From: Nora Berg <nora@tulips.example>
To: Sam <sam@own-firm.example>
Reply-To: orders@tulips.example
Subject: Delivery
Message-ID: <first@tulips.example>
References: <start@tulips.example>
Content-Type: text/html

<p>When do you <b>deliver</b>?</p><img src="https://spy.example/x.gif"><script>alert(1)</script>
`;

const WITH_FILES = `From: Nora Berg <nora@tulips.example>
To: Sam <sam@own-firm.example>
Subject: Depots
Message-ID: <files@tulips.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="B"

--B
Content-Type: text/plain

Our depots are attached.
--B
Content-Type: image/svg+xml; name="map.svg"
Content-Disposition: attachment; filename="map.svg"

<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>
--B
Content-Type: text/csv; name="depots.csv"
Content-Disposition: attachment; filename="depots.csv"
Content-Transfer-Encoding: base64

${Buffer.from('depot,city\nNorth,Hamburg\n').toString('base64')}
--B--
`;

describe.skipIf(!hasDovecot)('the inbox, from a mailbox to an answer', () => {
  it('is read once it is connected; a person answers by pressing send, in the thread', async ({
    server,
    sam,
    mail,
  }) => {
    const contact = await sam.call('POST', '/contacts', { name: 'Nora Berg', email: 'nora@tulips.example' });
    expect(contact.status).toBe(201);
    await mail.imap.put(HTML);
    const at = (port: number) => ({ host: '127.0.0.1', port, security: 'none' });
    const made = await sam.call('POST', '/email-accounts/connect', {
      address: 'sam@own-firm.example',
      smtp: at(mail.smtp.port),
      imap: at(mail.imap.port),
      password: mail.smtp.password,
    });
    expect(made.status).toBe(201);
    const threads = async () => (await sam.call('GET', '/email-threads')).body.records;
    await vi.waitFor(async () => expect(await threads()).toHaveLength(1), 20_000);
    const [thread] = await threads();
    expect(thread).toMatchObject({ subject: 'Delivery', isUnanswered: true, contactIds: [contact.body.id] });

    const { body } = await sam.call('GET', `/email-threads/${thread.id}/mails`);
    expect(body.mails).toMatchObject([
      { direction: 'in', isReadable: true, text: expect.stringContaining('deliver') },
    ]);
    expect(body.mails[0].html.trim()).toBe('<p>When do you <b>deliver</b>?</p>');
    const akira = await signedIn(server, 'akira@clianta.example');
    const { body: seen } = await akira.call('GET', `/email-threads/${thread.id}/mails`);
    expect(seen.mails).toMatchObject([{ subject: 'Delivery', isReadable: false }]);
    expect(JSON.stringify(seen)).not.toContain('deliver</b>');
    expect((await akira.call('POST', `/email-threads/${thread.id}/reply`, { text: 'Mine' })).status).toBe(
      400,
    );

    expect((await sam.call('POST', `/email-threads/${thread.id}/reply`, { text: 'On Friday.' })).status).toBe(
      202,
    );
    await vi.waitFor(() => expect(mail.smtp.arrived).toHaveLength(1), 10_000);
    const [sent] = mail.smtp.arrived;
    expect(sent?.to).toEqual(['orders@tulips.example']);
    expect(sent?.source).toMatch(/^In-Reply-To: <first@tulips\.example>/m);
    expect(sent?.source).toMatch(/^References: <start@tulips\.example>\s+<first@tulips\.example>/m);
    expect(sent?.source).toMatch(/^Subject: Re: Delivery/m);
    const after = await sam.call('GET', `/email-threads/${thread.id}/mails`);
    expect(after.body.thread.state).toBe('waiting');
    expect(after.body.mails).toHaveLength(2);
  });

  it('gives the files of a mail to whoever may read it, and takes them along when it is forwarded', async ({
    server,
    sam,
    mail,
  }) => {
    await mail.imap.put(WITH_FILES);
    const { body: boxes } = await sam.call('GET', '/email-accounts');
    const mailbox = `/email-accounts/${boxes.records[0].id}/password`;
    expect((await sam.call('POST', mailbox, { password: mail.smtp.password })).status).toBeLessThan(300);
    const found = async () =>
      (await sam.call('GET', '/email-messages')).body.records.find(
        ({ subject }: { subject: string }) => subject === 'Depots',
      );
    await vi.waitFor(async () => expect(await found()).toBeTruthy(), 20_000);
    const { id } = await found();
    const file = await sam.call('GET', `/email-messages/${id}/attachments/1`);
    expect(file.body).toBe('depot,city\nNorth,Hamburg\n');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename=depots.csv');
    const picture = await sam.call('GET', `/email-messages/${id}/attachments/0`);
    expect(picture.headers.get('content-security-policy')).toContain('sandbox');
    expect((await sam.call('GET', `/email-messages/${id}/attachments/2`)).status).toBe(404);
    const akira = await signedIn(server, 'akira@clianta.example');
    expect((await akira.call('GET', `/email-messages/${id}/attachments/1`)).status).toBe(404);

    const say = (message: string) => sam.call('POST', '/agents/chat', { message });
    const drafted = await say('Forward the mail from Nora Berg to paul@reyes.example');
    expect(drafted.body.reply.text).toContain('**Attached:** map.svg, depots.csv');
    const { conversationId } = drafted.body;
    await sam.call('POST', '/agents/chat', { message: 'send it', conversationId });
    await sam.call('POST', '/agents/chat', { message: 'approve', conversationId });
    const gone = () => mail.smtp.arrived.find(({ to }) => to.includes('paul@reyes.example'));
    await vi.waitFor(() => expect(gone()).toBeTruthy(), 20_000);
    expect(gone()?.source).toContain(Buffer.from('depot,city\nNorth,Hamburg\n').toString('base64'));
  });

  it('throws a thread away in the mailbox too, and takes it out again; what was sent lies in Sent', async ({
    sam,
    mail,
  }) => {
    const { body } = await sam.call('GET', '/email-threads');
    const { id, version } = body.records.find(({ subject }: { subject: string }) => subject === 'Depots');
    const file = (state: string, of: number) =>
      sam.call('PATCH', `/email-threads/${id}`, { state }, { 'if-match': String(of) });
    expect((await file('trash', version)).status).toBe(200);
    await vi.waitFor(async () => expect(await mail.imap.in('.Trash')).toBe(1), 20_000);
    const { body: thrown } = await sam.call('GET', `/email-threads/${id}`);
    expect((await file('open', thrown.version)).status).toBe(200);
    await vi.waitFor(async () => expect(await mail.imap.in('.Trash')).toBe(0), 20_000);
    expect(await mail.imap.in('')).toBe(2);
    await vi.waitFor(async () => expect(await mail.imap.in('.Sent')).toBe(2), 60_000);
  });

  it('shows a template filled in, and what would be empty', async ({ sam }) => {
    const made = await sam.call('POST', '/email-templates', {
      name: 'Hello',
      subject: 'Hello {{ contact.firstName }}',
      blocks: [{ kind: 'text', text: 'At {{ company.name }}' }],
    });
    const { body } = await sam.call('GET', `/email-templates/${made.body.id}/preview`);
    expect(body).toMatchObject({ subject: expect.stringMatching(/^Hello \w+/), missing: ['company.name'] });
    expect(body.html).toContain('<table role="presentation"');
  });
});
