import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser } from '../support/browser.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';
import { type JsonRecord, type Records, recordsOf } from '../support/server-records.ts';

const ANNOUNCED_MS = 900;

describe('the pipelines page', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let records: Records;
  let editor: Locator;

  beforeAll(async () => {
    server = await aDemoServer();
    browser = await launchBrowser();
    records = await recordsOf(server);
    page = await aPage(browser, server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(async () => {
    await page.goto('/pipelines');
    editor = page.getByRole('region', { name: 'New business' });
    await editor
      .getByText(/\d+ deals?, /)
      .first()
      .waitFor();
  });

  const saved = async (): Promise<JsonRecord[]> => (await records.one('pipelines', 'New business')).stages;
  const names = () =>
    editor
      .getByLabel(/^Name of stage/)
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  const save = async () => {
    await editor.getByRole('button', { name: 'Save changes' }).click();
    await editor.getByText('Saved.').waitFor();
  };
  const swapped = (list: string[], at: number) =>
    list.map((name, index) => list[index === at ? at + 1 : index === at + 1 ? at : index] ?? name);

  it('adds a stage, renames one, sets a chance, and keeps it', async () => {
    await editor.getByRole('button', { name: 'Add stage' }).click();
    await editor.getByLabel('Name of stage 5').fill('Legal review');
    await editor.getByLabel('Chance of Legal review in percent').fill('82.5');
    await editor.getByLabel('Name of stage 2').fill('First meeting');
    await save();
    expect((await saved()).map((stage) => stage.name)).toEqual([
      'Qualified',
      'First meeting',
      'Proposal',
      'Negotiation',
      'Legal review',
      'Won',
      'Lost',
    ]);
    expect((await saved())[4]).toMatchObject({ probability: 0.825, kind: 'open' });
    expect(await editor.getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true);
  });

  it('refuses a stage without a name and a chance above a hundred, saying so at the stage', async () => {
    const before = await saved();
    await editor.getByRole('button', { name: 'Add stage' }).click();
    await editor.getByLabel('Chance of Proposal in percent').fill('140');
    await editor.getByRole('button', { name: 'Save changes' }).click();
    await editor.getByText('Give this stage a name.').waitFor();
    await editor.getByText('The chance is a number from 0 to 100.').waitFor();
    expect(await saved()).toEqual(before);
    await editor.getByRole('button', { name: 'Discard changes' }).click();
    expect(await names()).toEqual(before.map((stage) => stage.name));
  });

  it('reorders by buttons', async () => {
    const before = await names();
    await editor.getByRole('button', { name: `Move ${before[0]} down` }).press('Enter');
    expect(await names()).toEqual(swapped(before, 0));
    await save();
    expect((await saved()).map((stage) => stage.name)).toEqual(swapped(before, 0));
  });

  it('reorders with the keyboard alone: space, arrow, space', async () => {
    const before = await names();
    const grip = editor.getByRole('button', { name: `Drag ${before[1]}`, exact: true });
    await grip.focus();
    await page.keyboard.press('Space');
    const pickedUp = page.getByText(`${before[1]} picked up at place 2.`);
    await pickedUp.waitFor({ state: 'attached' });
    // longer than announcements are held back
    await page.waitForTimeout(ANNOUNCED_MS);
    expect(await pickedUp.count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.getByText(new RegExp(`${before[1]} is now at place 3`)).waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    await eventually(names).toEqual(swapped(before, 1));
    await save();
    expect((await saved()).map((stage) => stage.name)).toEqual(swapped(before, 1));
  });

  it('reorders by dragging with the mouse', async () => {
    const before = await names();
    const boxOf = async (name: string | undefined) => {
      const box = await editor.getByRole('button', { name: `Drag ${name}`, exact: true }).boundingBox();
      if (!box) throw new Error(`The handle of ${name} is not shown.`);
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    const from = await boxOf(before[0]);
    const to = await boxOf(before[1]);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x, from.y + 10, { steps: 3 });
    await page.mouse.move(to.x, to.y + 6, { steps: 8 });
    await page.getByText(/is now at place 2/).waitFor({ state: 'attached' });
    await page.mouse.up();
    await eventually(names).toEqual(swapped(before, 0));
    await save();
    expect((await saved()).map((stage) => stage.name)).toEqual(swapped(before, 0));
  });

  it('does not remove a stage that has deals', async () => {
    const before = await names();
    await editor.getByRole('button', { name: 'Remove Proposal' }).click();
    await editor.getByText(/deals? (is|are) in Proposal\. Move them to another stage first/).waitFor();
    expect(await names()).toEqual(before);
  });

  it('does not overwrite what somebody else saved meanwhile', async () => {
    const pipeline = await records.one('pipelines', 'New business');
    await editor.getByLabel('Name of stage 1').fill('Mine');
    const stages = pipeline.stages.map((stage: JsonRecord, index: number) =>
      index === 0 ? { ...stage, name: 'Theirs' } : stage,
    );
    await records.update('pipelines', pipeline.id, { stages });
    await editor.getByRole('button', { name: 'Save changes' }).click();
    await editor.getByText('Someone else changed this pipeline, so it was reloaded.').waitFor();
    expect((await names())[0]).toBe('Theirs');
    expect((await saved())[0]?.name).toBe('Theirs');
    await editor.getByLabel('Name of stage 1').fill('Mine');
    await save();
    expect((await saved())[0]?.name).toBe('Mine');
  });

  it('creates a pipeline with common stages', async () => {
    await page.getByRole('button', { name: 'New pipeline' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Partners');
    await page.getByRole('dialog').getByRole('button', { name: 'Create pipeline' }).click();
    await page.getByRole('region', { name: 'Partners' }).waitFor();
    expect((await records.one('pipelines', 'Partners')).stages).toHaveLength(5);
  });
});
