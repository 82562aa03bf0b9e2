import type { DemoSignIn } from '@clianta/crm-core/demo/seed-demo';
import { isSetupNeeded } from '@clianta/crm-core/workspace/create-workspace';
import { channelStates } from './channels/registry.ts';
import type { Config } from './config.ts';
import type { KeyProblem } from './keys/key-problem.ts';
import type { RunningServer } from './start-server.ts';

/** The block that a start prints: where to go, how to sign in, what is in use. */
export async function startBanner(
  { url, setUpCode, product, demo }: RunningServer & { demo?: DemoSignIn },
  config: Config,
): Promise<string> {
  const { database, queue, model } = await product.health();
  const rows: Array<[string, string]> = [['Open', url]];
  if (demo) {
    rows.push(['Sign in', demo.email]);
    rows.push([
      'Password',
      config.CLIANTA_DEMO_PASSWORD ? '(CLIANTA_DEMO_PASSWORD)' : `${demo.password}   (shown only now)`,
    ]);
  } else if (await isSetupNeeded(product.crm)) {
    rows.push(
      ['Set up', `${url}/set-up#${setUpCode}`],
      ['Code', `${setUpCode}   (the set-up page asks for it)`],
    );
  }
  rows.push(['Database', database.description], ['Queue', queue.description], ['Model', model.description]);
  for (const { label, isOn, missing } of channelStates(config)) {
    if (isOn) rows.push([label, 'on']);
    else if (missing.length > 0) rows.push([label, `off: ${missing.join(' and ')} is not set`]);
  }
  rows.push(['Terminal', 'npm run chat'], ['Stop', 'Ctrl+C']);
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
  return `\n  Clianta is ready.\n\n${lines.join('\n')}\n\n${toFix(product.keys.problems)}`;
}

function toFix(problems: readonly KeyProblem[]): string {
  if (problems.length === 0) return '';
  const lines = problems.map(
    ({ label, variables, problem }) => `  ${label}: ${variables.join(' and ')}: ${problem}`,
  );
  return `  To be put right, where Clianta runs:\n\n${lines.join('\n')}\n\n`;
}
