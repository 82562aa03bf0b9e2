import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IMAP = '/usr/lib/dovecot/imap';

/** Whether dovecot is there: `apt-get install dovecot-imapd`. */
export const hasDovecot = existsSync(IMAP);

/** Dovecot gives up the rights of root: it runs as nobody then. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

export interface ImapServer {
  port: number;
  /** A mail in a folder: `''` is the inbox, `.Sent` another. */
  put(source: string, folder?: string, arrivedAt?: Date): Promise<void>;
  /** How many mails lie in a folder. */
  in(folder: string): Promise<number>;
  /** Numbers all mails anew, as a server does that was restored. */
  renumber(): Promise<void>;
  /** From now on connections end after so many bytes; undefined: no longer. */
  cutAfter(bytes: number | undefined): void;
  close(): Promise<void>;
}

/** A real mail server: dovecot's IMAP, signed in already, behind a port of its own. */
export async function anImapServer(special = ['Sent', 'Archive', 'Trash', 'Junk']): Promise<ImapServer> {
  const home = await mkdtemp(join(tmpdir(), 'clianta-imap-'));
  const mail = join(home, 'mail');
  for (const folder of ['', '.Sent', '.Junk'])
    for (const part of ['cur', 'new', 'tmp']) await mkdir(join(mail, folder, part), { recursive: true });
  await writeFile(join(home, 'dovecot.conf'), configuration(home, special));
  await own(home);
  const sockets = new Set<Socket>();
  let cut: number | undefined;
  const server = createServer((socket) => {
    sockets.add(socket);
    const imap = spawn(IMAP, ['-c', join(home, 'dovecot.conf')], {
      env: { USER: 'sam', HOME: home, PATH: process.env.PATH ?? '' },
      stdio: ['pipe', 'pipe', 'ignore'],
      ...(isRoot && { uid: NOBODY, gid: NOBODY }),
    });
    let sent = 0;
    imap.stdout.on('data', (bytes: Buffer) => {
      sent += bytes.length;
      if (cut !== undefined && sent > cut) socket.destroy();
      else socket.write(bytes);
    });
    socket.pipe(imap.stdin);
    imap.on('exit', () => socket.end());
    imap.stdin.on('error', () => {});
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      imap.kill();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let count = 0;
  return {
    port: (server.address() as AddressInfo).port,
    async put(source, folder = '', arrivedAt = new Date()) {
      const path = join(mail, folder, 'new', `${Date.now()}.${String(++count).padStart(6, '0')}.test`);
      await writeFile(path, source.replace(/\r?\n/g, '\r\n'));
      await utimes(path, arrivedAt, arrivedAt);
      if (isRoot) await chown(path, NOBODY, NOBODY);
    },
    async in(folder) {
      const parts = await Promise.all(
        ['cur', 'new'].map((part) => readdir(join(mail, folder, part)).catch(() => [])),
      );
      return parts.flat().length;
    },
    async renumber() {
      // what it keeps of the numbers it gave makes the next ones new
      const isOfMail = (file: string) =>
        file.startsWith('dovecot') && !file.startsWith('dovecot-uidvalidity');
      for (const folder of ['', '.Sent'])
        for (const file of (await readdir(join(mail, folder))).filter(isOfMail))
          await rm(join(mail, folder, file), { force: true });
    },
    cutAfter(bytes) {
      cut = bytes;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(home, { recursive: true, force: true });
    },
  };
}

const configuration = (home: string, special: readonly string[]) => `base_dir = ${home}/run
state_dir = ${home}/run
log_path = ${home}/log
ssl = no
mail_location = maildir:${home}/mail
first_valid_uid = 0
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
namespace inbox {
  inbox = yes
  separator = .
${special.map((name) => `  mailbox ${name} {\n    auto = create\n    special_use = \\${name}\n  }`).join('\n')}
}
`;

async function own(folder: string): Promise<void> {
  if (!isRoot) return;
  await chown(folder, NOBODY, NOBODY);
  for (const entry of await readdir(folder, { recursive: true }))
    await chown(join(folder, entry), NOBODY, NOBODY);
}
