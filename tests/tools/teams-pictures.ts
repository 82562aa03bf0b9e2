import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { signedIn } from '../support/api-server.ts';
import { root } from '../support/source-files.ts';

/**
 * Talks to a running Clianta in a running Agents Playground, as a person in Teams would, and takes the pictures of
 * docs/channels/teams. It fails where an answer does not come. By hand, as Microsoft's licence of the Playground is for
 * trying things out: docs/channels/teams.md says how both are started.
 *
 *     node --import tsx tests/tools/teams-pictures.ts http://127.0.0.1:3000 http://127.0.0.1:56150 PASSWORD
 */
const [clianta = '', playground = '', password = ''] = process.argv.slice(2);
const folder = join(root, 'docs/channels/teams');
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
page.setDefaultTimeout(20_000);
try {
  await page.goto(playground);
  await page.getByText('Type a message').first().waitFor();
  // what the Playground logs is not Teams
  await page.getByText('Log Panel').locator('xpath=..').getByRole('button').last().click();
  const client = await signedIn({ url: clianta }, undefined, password);
  const { body } = await client.call('POST', '/link-codes', {});
  await say(page, `link ${body.code}`, /You are Sam Rivera/);
  await say(page, 'List all deals over 20k', /shown|Total|Deals/);
  await picture('table');
  await say(page, 'Add Jane Doe from Northwind, jane.doe@northwind.example', /Jane Doe/);
  await picture('record');
  await press(page, 'Undo', /undone|taken back|Undone/i);
  await say(page, 'Delete the contact Ada', /Which contact do you mean/);
  await picture('choice');
  await press(page, /^1\. Ada/, /Can be decided until/);
  await picture('approval');
  await press(page, /^Delete/, /Deleted|deleted/);
  await say(page, 'How many contacts do we have?', /\d+ contacts/);
  await picture('follow-up');
  await say(page, 'help', /What I can do|can do/);
  await picture('help');
} finally {
  await page.screenshot({ path: '/tmp/teams-last.png' });
  await browser.close();
}

async function say(at: Page, text: string, answer: RegExp): Promise<void> {
  const before = await at.getByText(answer).count();
  const box = at.getByRole('textbox').first();
  await box.click();
  await at.keyboard.type(text);
  await at.keyboard.press('Enter');
  await at.getByText(answer).nth(before).waitFor();
}

/** The newest button of this name. */
async function press(at: Page, name: string | RegExp, answer: RegExp): Promise<void> {
  const before = await at.getByText(answer).count();
  await at.getByRole('button', { name }).last().click();
  await at.getByText(answer).nth(before).waitFor();
}

async function picture(name: string): Promise<void> {
  // what is streamed is drawn in steps
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
