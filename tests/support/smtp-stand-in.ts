import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

interface ArrivedMail {
  from: string;
  to: string[];
  source: string;
}

/** `drop`: hangs up once it has the whole mail, and keeps it or not. `hang`: never answers. */
type AtEnd = { reply: number; text: string } | 'drop' | 'hang';

export interface SmtpStandIn {
  port: number;
  arrived: ArrivedMail[];
  /** How it ends the next mails, in order; without one it takes them. */
  atEnd: AtEnd[];
  /** What it says to a recipient. */
  refuses: Map<string, { reply: number; text: string }>;
  password: string;
  /** Most connections that were open at the same time. */
  mostOpen: number;
  connections: number;
  /** Called as each mail has come whole, before it is answered. */
  onMail?: () => Promise<void> | void;
  /** Every connection is cut, as when the server restarts. */
  cut(): void;
  close(): Promise<void>;
}

/** A mail server on a port of its own, which behaves as a test says. */
export async function anSmtpServer(): Promise<SmtpStandIn> {
  const sockets = new Map<number, Socket>();
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 10,
    onAuth({ username, password }, _session, done) {
      if (password === standIn.password) done(null, { user: username ?? '' });
      else done(Object.assign(new Error('No such account.'), { responseCode: 535 }));
    },
    onRcptTo({ address }, _session, done) {
      const refusal = standIn.refuses.get(address);
      done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.reply }) : undefined);
    },
    onData(stream, session, done) {
      text(stream).then(async (source) => {
        await standIn.onMail?.();
        const end = standIn.atEnd.shift();
        if (end === 'hang') return;
        if (end === 'drop') return void sockets.get(session.remotePort)?.destroy();
        if (end) return done(Object.assign(new Error(end.text), { responseCode: end.reply }));
        const { mailFrom, rcptTo } = session.envelope;
        standIn.arrived.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          source,
        });
        done();
      }, done);
    },
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    standIn.connections++;
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    standIn.mostOpen = Math.max(standIn.mostOpen, sockets.size);
    socket.once('close', () => sockets.delete(port));
  });
  const standIn: SmtpStandIn = {
    port: 0,
    arrived: [],
    atEnd: [],
    refuses: new Map(),
    password: 'secret word',
    mostOpen: 0,
    connections: 0,
    cut() {
      for (const socket of sockets.values()) socket.destroy();
    },
    async close() {
      standIn.cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  standIn.port = (server.server.address() as AddressInfo).port;
  return standIn;
}
