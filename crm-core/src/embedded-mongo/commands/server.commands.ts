import { MongoError } from '../mongo-error.ts';
import { type Command, defineCommand } from './command.ts';
import { SERVER_VERSION, WIRE_VERSION } from './hello.command.ts';

const ok = () => ({ ok: 1 });

const PARAMETERS: Record<string, unknown> = {
  featureCompatibilityVersion: { version: SERVER_VERSION.slice(0, 3) },
  authenticationMechanisms: [],
  ttlMonitorEnabled: true,
};

/** Commands about the server and its sessions. Sessions are accepted and mean nothing, as there are no transactions. */
export const serverCommands: Command[] = [
  defineCommand({ names: ['ping'], fields: [], isOpenToAll: true, run: ok }),
  defineCommand({ names: ['startSession'], fields: [], run: () => ({ timeoutMinutes: 30, ok: 1 }) }),
  defineCommand({ names: ['endSessions'], fields: [], isOpenToAll: true, run: ok }),
  defineCommand({ names: ['refreshSessions'], fields: [], run: ok }),
  defineCommand({ names: ['killSessions'], fields: [], run: ok }),
  defineCommand({ names: ['killAllSessions'], fields: [], run: ok }),
  defineCommand({ names: ['whatsmyuri'], fields: [], run: () => ({ you: 'embedded', ok: 1 }) }),
  defineCommand({
    names: ['connectionStatus'],
    fields: ['showPrivileges'],
    run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: 1 }),
  }),
  defineCommand({
    names: ['buildInfo', 'buildinfo'],
    fields: [],
    run: () => ({
      version: SERVER_VERSION,
      versionArray: [...SERVER_VERSION.split('.').map(Number), 0],
      gitVersion: 'embedded',
      modules: ['embedded'],
      bits: 64,
      debug: false,
      maxBsonObjectSize: 16 * 1024 * 1024,
      storageEngines: ['lmdb'],
      ok: 1,
    }),
  }),
  defineCommand({
    names: ['serverStatus'],
    fields: ['repl', 'metrics', 'locks'],
    run: (_command, { startedAt, now, cursors }) => ({
      host: 'embedded',
      version: SERVER_VERSION,
      process: 'mongod',
      pid: process.pid,
      uptime: Math.floor((now().getTime() - startedAt.getTime()) / 1000),
      localTime: now(),
      storageEngine: { name: 'lmdb', persistent: true },
      mem: { resident: Math.round(process.memoryUsage().rss / 1024 / 1024) },
      metrics: { cursor: { open: { total: cursors.count } } },
      wireVersion: WIRE_VERSION,
      ok: 1,
    }),
  }),
  defineCommand({
    names: ['getParameter'],
    fields: Object.keys(PARAMETERS).concat('allParameters', 'showDetails'),
    run(command) {
      const wanted = Object.keys(PARAMETERS).filter(
        (name) => command.getParameter === '*' || name in command,
      );
      if (wanted.length === 0) throw new MongoError('InvalidOptions', 'no option found to get');
      return { ...Object.fromEntries(wanted.map((name) => [name, PARAMETERS[name]])), ok: 1 };
    },
  }),
];
