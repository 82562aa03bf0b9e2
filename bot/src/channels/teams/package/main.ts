import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { colorIcon, outlineIcon } from './icons.ts';
import { teamsManifest } from './manifest.ts';
import { zip } from './zip.ts';

const USAGE =
  'npm run teams:package -- --url https://crm.example.com --app-id 00000000-0000-0000-0000-000000000000 [--privacy URL] [--terms URL] [--out clianta-teams.zip]';

const https = z.url({ protocol: /^https$/ });
const argsSchema = z.object({
  url: https,
  'app-id': z.guid(),
  privacy: https.optional(),
  terms: https.optional(),
  out: z.string().default('clianta-teams.zip'),
});

/** Writes the app package that an admin uploads to Teams. */
function main(args: string[]): void {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { url: text, 'app-id': text, privacy: text, terms: text, out: text },
  });
  const given = { ...values, 'app-id': values['app-id'] ?? process.env.TEAMS_APP_ID };
  const parsed = argsSchema.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path }) => `--${path.join('.')}`).join(', ');
    throw new Error(`${wrong}: missing, or not as needed.\n${USAGE}`);
  }
  const { url, 'app-id': appId, privacy: privacyUrl, terms: termsUrl, out } = parsed.data;
  const manifest = JSON.stringify(teamsManifest({ url, appId, privacyUrl, termsUrl }), null, 2);
  writeFileSync(
    out,
    zip({ 'manifest.json': Buffer.from(manifest), 'color.png': colorIcon(), 'outline.png': outlineIcon() }),
  );
  process.stdout.write(
    `${out} is the app for Teams. Upload it: Teams, Apps, Manage your apps, Upload an app.\n`,
  );
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
