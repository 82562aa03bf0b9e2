import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { vi } from 'vitest';

/** A mail as it came over the wire. */
interface ReceivedMail {
  from: string;
  to: string[];
  /** Headers and body as sent, soft line breaks taken out. */
  source: string;
}

export interface MailServer {
  url: string;
  received: ReceivedMail[];
  /** Refuses everything with this reply from now on; undefined: takes it again. */
  refuse(reply: { code: number; message: string } | undefined): void;
  /** @returns the mails to this address, once there are so many */
  mailTo(address: string, count?: number): Promise<ReceivedMail[]>;
  close(): Promise<void>;
}

/** A mail server on a port of its own, which lets in who knows the password. */
export async function aMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  let refusal: { code: number; message: string } | undefined;
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth({ username, password }, _session, done) {
      if (username === 'clianta' && password === 'secret word') done(null, { user: username });
      else done(new Error('No such account.'));
    },
    onData(stream, session, done) {
      text(stream).then((source) => {
        if (refusal) return done(Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          source: source.replaceAll('=\r\n', ''),
        });
        return done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://clianta:secret%20word@127.0.0.1:${port}`,
    received,
    refuse: (reply) => {
      refusal = reply;
    },
    async mailTo(address, count = 1) {
      const mails = () => received.filter(({ to }) => to.includes(address));
      return vi.waitFor(() => {
        if (mails().length < count) throw new Error(`${mails().length} of ${count} mails to ${address}`);
        return mails();
      }, 15_000);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
