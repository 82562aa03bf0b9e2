import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { google as googleIntegration } from '@clianta/crm-core/integrations/google/google.integration';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { googleAccount } from '../../support/google-account.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';
import {
  aDeal,
  aWorkspace,
  openTestCrm,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';
import { workflowRuns } from '../../support/workflow-runs.ts';

const BOOK = '1AbCdEfGhIjKlMnOp';
let google: GoogleApiStandIn;
let db: TestDatabase;
let home: TestWorkspace;

beforeAll(async () => {
  google = await new GoogleApiStandIn().start();
  db = await openTestCrm({
    integrations: {
      env: google.env,
      box: new SecretBox(['a key of some length']),
      registry: [googleIntegration],
      sleep: async () => {},
    },
  });
});
afterAll(async () => {
  await db.close();
  await google.stop();
});
beforeEach(async () => {
  google.clear();
  home = await aWorkspace(db.crm);
});

const definition = (input: object = {}) => ({
  trigger: { on: 'created' as const, entity: 'opportunity' },
  steps: [
    {
      id: 'a',
      kind: 'action' as const,
      action: 'append_sheet_row',
      input: { spreadsheetId: BOOK, title: 'Wins', ...input },
    },
  ],
});

async function ran(title = 'Northwind rollout', input: object = {}) {
  await googleAccount(db, google, home.scope, ['sheets']);
  const workflows = workflowRuns(db, home);
  const { id } = await workflows.on(definition(input));
  const deal = await aDeal(db.crm, home.scope, {
    title,
    amountMinor: 1_250_050,
    ownerId: home.scope.actor.id,
  });
  await workflows.start(id, deal.id);
  await workflows.settle();
  return { workflows, id, deal };
}

describe('a workflow that adds rows to a spreadsheet', () => {
  it('is not turned on before an account is connected', async () => {
    await expect(workflowRuns(db, home).on(definition())).rejects.toThrow(
      'a step needs a spreadsheet account, which is not set up',
    );
  });

  it('puts each field under the header of its name, text as text, and leaves the other columns alone', async () => {
    const rows = google.aSheet(BOOK, "Won in '26", ['Notes', 'Amount', 'Title', 'Owner']);
    const { workflows, id } = await ran('=HYPERLINK("https://bad.example")');
    const [run] = await workflows.runs(id);
    expect(run).toMatchObject({ status: 'done' });
    expect(rows).toEqual([
      ['Notes', 'Amount', 'Title', 'Owner', 'Clianta id'],
      ['', '12500.5', '=HYPERLINK("https://bad.example")', 'Sam Rivera', expect.any(String)],
    ]);
    const appended = google.calls.find(({ body }) => JSON.stringify(body).includes('appendCells'));
    expect(JSON.stringify(appended?.body)).toContain('"stringValue":"=HYPERLINK');
    expect(JSON.stringify(appended?.body)).toContain('"numberValue":12500.5');
    expect(google.sheets.get(BOOK)?.[0]?.hidden).toEqual(new Set([4]));
  });

  it('writes headers into an empty sheet', async () => {
    const rows = google.aSheet(BOOK, 'Wins', []);
    await ran();
    expect(rows[0]).toContain('Title');
    expect(rows[0]?.at(-1)).toBe('Clianta id');
    expect(rows[1]).toContain('Northwind rollout');
  });

  it('adds a row once, when the answer is lost and when the step runs again', async () => {
    const rows = google.aSheet(BOOK, 'Wins', ['Title', 'Clianta id']);
    await googleAccount(db, google, home.scope, ['sheets']);
    const connection = await db.crm.integrations.connection(
      home.workspaceId,
      (await db.crm.integrations.of(home.scope))[0]?.id ?? '',
    );
    const { sheets } = googleIntegration.features.sheets ?? {};
    const row = { id: 'effect1', cells: { Title: 'Northwind' } };
    const original = connection.call;
    let isLost = false;
    const losing = {
      ...connection,
      call: async (request: Parameters<typeof original>[0]) => {
        if (request.path.endsWith(':batchUpdate') && !isLost) {
          isLost = true;
          google.faults.push('lost');
        }
        return original(request);
      },
    };
    expect(await sheets?.append(losing, BOOK, ['Title'], [row])).toMatchObject({ added: 1 });
    expect(await sheets?.append(connection, BOOK, ['Title'], [row])).toMatchObject({ added: 0 });
    expect(rows).toEqual([
      ['Title', 'Clianta id'],
      ['Northwind', 'effect1'],
    ]);
  });

  it('stops and says which column is missing', async () => {
    google.aSheet(BOOK, 'Wins', ['Title']);
    const { workflows, id } = await ran('Northwind', { columns: ['Title', 'Amount'] });
    const [run] = await workflows.runs(id);
    expect(run).toMatchObject({ status: 'failed' });
    expect(JSON.stringify(workflows.told)).toContain('has no column “Amount”');
    expect(await db.crm.records(Opportunity).count(home.scope)).toBe(1);
  });
});
