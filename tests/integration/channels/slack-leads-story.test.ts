import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Import } from '@clianta/crm-core/imports/import/import.schema';
import { compareAll } from '@clianta/crm-core/intelligence/hygiene/compare-records';
import { rescoreAll } from '@clianta/crm-core/intelligence/scoring/rescore';
import { expect, test, vi } from 'vitest';
import { anApiServer } from '../../support/api-server.ts';
import { fiveHundredLeads, mendedRows, ROWS } from '../../support/five-hundred-leads.ts';
import { nextTs, SIGNING_SECRET, SlackRequests } from '../../support/slack-requests.ts';
import { BOT_TOKEN, SlackStandIn } from '../../support/slack-stand-in.ts';
import { aWorkspace } from '../../support/test-crm.ts';

const PATIENCE = { timeout: 120_000, interval: 50 };

test('in Slack, a person brings five hundred leads in, mends rows, asks for the best, merges doubles, gives some away and undoes it', async () => {
  const slack = await new SlackStandIn().start();
  const server = await anApiServer({
    CLIANTA_DEMO: 'off',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
  });
  try {
    const { crm } = server.product;
    const home = await aWorkspace(crm);
    const { workspaceId, scope } = home;
    const [rita, lena] = [await home.member('Rita Moss', 'admin'), await home.member('Lena Schmidt')];
    slack.users.set('URITA', { id: 'URITA', name: 'Rita Moss', email: rita.email });
    const requests = new SlackRequests(`${server.url}${SLACK_PATH}`);
    const contacts = crm.records(Contact);
    const posted = () => slack.messages.filter(({ channel }) => channel === 'DRITA');
    /** Says it, and waits for what is answered. */
    const say = async (text: string, answer: RegExp, more: Record<string, unknown> = {}) => {
      const before = posted().length;
      const sent = await requests.directMessage(text, {
        user: 'URITA',
        channel: 'DRITA',
        ts: nextTs(),
        ...more,
      });
      expect(sent.status).toBe(200);
      return vi.waitFor(() => {
        const drawn = JSON.stringify(posted().slice(before));
        expect(drawn).toMatch(answer);
        return drawn;
      }, PATIENCE);
    };
    const drop = (name: string, text: string) => {
      slack.files.set(name, text);
      const file = { id: name, name, mimetype: 'text/csv', size: text.length };
      return say('import this', /go/, {
        subtype: 'file_share',
        files: [{ ...file, url_private_download: slack.fileUrl(name) }],
      });
    };
    const approve = async (drawn: string, answer: RegExp) => {
      const value = /"action_id":"clianta_approve(?:_typed)?"[^{}]*"value":"([^"]+)"/.exec(drawn)?.[1];
      if (!value) throw new Error(`nothing to approve in ${drawn}`);
      // as people do who read what the proposal asks them to type
      const { typedCount } = await crm.records(Approval).get(home.system, value);
      return say(typedCount === undefined ? 'approve' : `approve ${typedCount}`, answer);
    };
    const imported = async (counts: Record<string, number>) => {
      await approve(await say('go', /clianta_approve/), /./);
      return vi.waitFor(async () => {
        const [record] = (await crm.records(Import).find(scope, { sort: '-createdAt', limit: 1 })).records;
        expect(record).toMatchObject({ status: 'done', counts });
        return record;
      }, PATIENCE);
    };

    await drop('leads.csv', fiveHundredLeads());
    const first = await imported({ created: 490, failed: 10 });
    const errors = await crm.files.open(rita, first?.errorFileId ?? '');
    const parts: Buffer[] = [];
    for await (const part of errors.stream) parts.push(Buffer.from(part));
    await drop('mended.csv', mendedRows(Buffer.concat(parts).toString('utf8')));
    await imported({ created: 10, failed: 0 });
    expect(await contacts.count(scope)).toBe(ROWS);

    await rescoreAll(crm, workspaceId);
    await say('who are the best ones and why?', /Ada|Bo |Cleo|Dana/);
    await compareAll(crm, workspaceId, 'contact');
    await say('find duplicate contacts', /20 contacts look like duplicates/);
    await approve(await say('merge them', /clianta_approve/), /erged/);
    await vi.waitFor(async () => expect(await contacts.count(scope)).toBe(ROWS - 10), PATIENCE);

    const hers = () =>
      contacts.count(scope, { where: [{ field: 'ownerId', op: 'eq', value: lena.actor.id }] });
    await approve(await say('give the contacts called Ada to Lena', /clianta_approve/), /Lena/);
    await vi.waitFor(async () => expect(await hers()).toBeGreaterThan(0), PATIENCE);
    await say('undo that', /ndone|undid|back/i);
    expect(await hers()).toBe(0);
  } finally {
    await server.stop();
    await slack.stop();
  }
}, 600_000);
