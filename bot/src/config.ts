import { modelEnv } from '@clianta/agents/models/model-env';
import { plainIssue } from '@clianta/crm-core/entity/plain-issue';
import { fileEnv } from '@clianta/crm-core/files/open-file-store';
import { integrations } from '@clianta/crm-core/integrations/registry';
import { telemetryEnv } from '@clianta/crm-core/telemetry/telemetry';
import { z } from 'zod';
import { channels } from './channels/registry.ts';
import { isPlaceholder, type KeyProblem } from './keys/key-problem.ts';
import { stdioProgramsSchema } from './mcp-client/stdio-programs.ts';
import { trustProxySchema } from './trust-proxy.ts';

const flag = z
  .enum(['on', 'off'])
  .default('on')
  .transform((value) => value === 'on');

const origins = () =>
  z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((origin) => origin.trim().replace(/\/+$/, ''))
        .filter(Boolean),
    );

/** Every environment variable Clianta reads, with its meaning. The README's table and `.env.example` are checked against it. */
export const configSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('Port of the web server.'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for all interfaces.'),
  PUBLIC_URL: z
    .url()
    .optional()
    .describe(
      'The address people use, such as https://crm.example.com; pages from there may connect. With https, cookies are sent over https only.',
    ),
  TRUST_PROXY: trustProxySchema.describe(
    'Proxies in front whose X-Forwarded-For and X-Forwarded-Proto are believed: how many there are, or their addresses and networks (`loopback`, `uniquelocal`, 10.0.0.0/8), comma-separated. `0` for none.',
  ),
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('In production the API allows each person 1,200 reads and 240 changes a minute.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('warn')
    .describe('How much is logged, as JSON lines on standard error.'),
  DATA_DIR: z
    .string()
    .default('.data')
    .describe('Where the embedded database, the private queue, files and generated secrets are kept.'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional()
    .describe('A MongoDB server. Unset: the embedded database in DATA_DIR.'),
  CLIANTA_DB_PASSWORD: z
    .string()
    .min(12, 'needs at least 12 characters')
    .optional()
    .describe('Password of the embedded database on a port (`npm run db -- --port 27017`).'),
  REDIS_URL: z
    .string()
    .regex(/^(rediss?:\/)?\//, 'must begin with redis:// or rediss://, or be the path of a socket')
    .optional()
    .describe(
      'A Redis server for the queue, and for what several servers on one database tell each other. Unset: a private redis-server if one is installed, else the queue in this process.',
    ),
  QUEUE: z.enum(['auto', 'in-process']).default('auto').describe('`in-process` uses no Redis at all.'),
  QUEUE_PROFILE: z
    .enum(['full-speed', 'small-redis'])
    .default('full-speed')
    .describe(
      '`small-redis` asks little of a small hosted Redis: concurrency 3, 5 jobs a second, polls every 30 s.',
    ),
  JOBS: flag.describe('`off` when jobs run as processes of their own.'),
  SESSION_SECRET: z
    .string()
    .trim()
    .min(32, 'needs at least 32 characters')
    .optional()
    .describe(
      'Signs sessions. Unset: a random one is made once and kept in DATA_DIR. Set it when several processes serve.',
    ),
  ENCRYPTION_KEYS: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((key) => key.trim())
        .filter(Boolean),
    )
    .refine((keys) => keys.every((key) => key.length >= 32), 'each needs at least 32 characters')
    .describe(
      'Encrypts tokens of other platforms, comma-separated: the first encrypts, all decrypt, so that a new one is put in front. Unset: the secret that signs sessions.',
    ),
  MAIL_URL: z
    .string()
    .regex(/^smtps?:\/\/[^/]/, 'must begin with smtp:// or smtps://')
    .optional()
    .describe(
      'The mail server that notices and links for passwords are sent by, such as smtp://name:password@mail.example.com:587. Unset: nothing is mailed.',
    ),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s<@]@[^\s<>@]+>?$/, 'must be an address, such as Clianta <crm@example.com>')
    .optional()
    .describe('Whom mail comes from, such as Clianta <crm@example.com>. Needed with MAIL_URL.'),
  MAIL_PRIVATE_HOSTS: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((host) => host.trim().toLowerCase())
        .filter(Boolean),
    )
    .describe(
      'Mail servers of the own network that mailboxes may use, comma-separated: `mail.local`, or `10.0.0.5:1025` for a port that mail usually has not. Only these may be spoken to without encryption.',
    ),
  METRICS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe(
      'Port of the figures for Prometheus (`/metrics`), which only this machine reaches. Unset: none.',
    ),
  LANGSMITH: z
    .enum(['on', 'off'])
    .default('off')
    .describe(
      '`on` lets LangSmith have traces, as LANGSMITH_* says. Otherwise such variables are dropped at the start: conversations stay here.',
    ),
  MCP_STDIO_SERVERS: stdioProgramsSchema.describe(
    'Programs on this machine that speak MCP and that admins may connect as `stdio:name`: `wiki=node /opt/wiki.mjs`, more of them after a semicolon. They run as this user. Unset: none.',
  ),
  PUSH_SERVICES: origins().describe(
    'Origins of push services that notices may be sent to besides those of Chrome, Edge, Firefox and Safari, comma-separated.',
  ),
  GOOGLE_ISSUER: z
    .url()
    .default('https://accounts.google.com')
    .describe('Another OpenID Connect provider in the place of Google.'),
  ALLOWED_ORIGINS: origins().describe('Other origins whose pages may call the API, comma-separated.'),
  CLIANTA_DEMO: flag.describe('`off` starts empty, with a set-up page instead of the demo company.'),
  CLIANTA_DEMO_PASSWORD: z
    .string()
    .min(8, 'needs at least 8 characters')
    .optional()
    .describe('Password of the demo users. Unset: a random one, shown once at the first start.'),
  ...telemetryEnv.shape,
  ...fileEnv.shape,
  ...modelEnv.shape,
  ...channelVariables(),
  ...integrationVariables(),
});

export type Config = z.output<typeof configSchema> & {
  /** Of channels, vendors and the model: what is wrong with variables that are taken for unset therefore. */
  problems: readonly KeyProblem[];
};

/** What each channel reads, as the registry has it. */
function channelVariables(): z.ZodRawShape {
  return Object.assign({}, ...channels.map(({ env }) => env.shape));
}

/** What each integration reads, as their registry has it. */
function integrationVariables(): z.ZodRawShape {
  return Object.assign({}, ...integrations.map(({ env }) => env.shape));
}

/** Whose a variable is that the rest runs without, for people. */
function labelOf(variable: string): string | undefined {
  if (variable in modelEnv.shape) return 'Language model';
  const channel = channels.find(({ env }) => variable in env.shape);
  return channel?.label ?? integrations.find(({ env }) => variable in env.shape)?.title;
}

/**
 * A wrong key of a channel, a vendor or the model keeps nothing else from starting: it is taken for unset, and told.
 *
 * @throws Error naming every other variable that is wrong and how
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const problems: KeyProblem[] = [];
  // an empty secret is one that somebody meant to set
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => value !== '' || name === 'SESSION_SECRET'),
  );
  const leaveOut = (name: string, problem: string) => {
    const label = labelOf(name);
    if (!label) return false;
    delete given[name];
    problems.push({ label, variables: [name], problem });
    return true;
  };
  for (const [name, value = ''] of Object.entries(given)) {
    if (isPlaceholder(value))
      leaveOut(name, 'it is what stands in an example. Set the real value, or remove it.');
    else if (!/^[\x20-\x7e]*$/.test(value))
      leaveOut(name, 'it holds a line break or a character that no key has. Copy it anew.');
  }
  const first = parsed(given);
  if (first.success) return { ...first.data, problems };
  const others = first.error.issues.filter(
    ({ path: [name], message }) => !leaveOut(String(name), `it ${message}.`),
  );
  const second = parsed(given);
  if (second.success) return { ...second.data, problems };
  const issues = others.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
  throw new Error(
    `The configuration is not valid:\n${issues.join('\n')}\nSee .env.example for what each variable means.`,
  );
}

function parsed(given: NodeJS.ProcessEnv) {
  return configSchema
    .refine(({ MAIL_URL, MAIL_FROM }) => !MAIL_URL || MAIL_FROM !== undefined, {
      path: ['MAIL_FROM'],
      message: 'must be set where MAIL_URL is',
    })
    .safeParse(given, { error: plainIssue });
}
