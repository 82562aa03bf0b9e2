import type { FormCard } from '@clianta/agents/reply.schema';
import { COMMANDS } from '@clianta/bot/channels/slack/commands';
import { SHORTCUTS } from '@clianta/bot/channels/slack/shortcuts';
import { describe, expect } from 'vitest';
import { slackTest as it, until } from '../support/slack-bot.ts';
import type { SlackStandIn } from '../support/slack-stand-in.ts';

/** A form with a field of each kind. */
const form = (noun: string, given: Readonly<Record<string, string>> = {}): FormCard | undefined =>
  noun === 'nothing'
    ? undefined
    : {
        type: 'form',
        tool: `create_${noun.replace('create_', '')}`,
        title: `New ${noun} with a very long title`,
        submit: 'Add it',
        fields: (
          [
            { name: 'name', label: 'Name', kind: 'text', isRequired: true },
            { name: 'title', label: 'Title', kind: 'text' },
            { name: 'email', label: 'E-mail', kind: 'email' },
            { name: 'phone', label: 'Phone', kind: 'text' },
            { name: 'amount', label: 'Amount', kind: 'number' },
            { name: 'due', label: 'Due', kind: 'day', value: '2026-03-03' },
            { name: 'notes', label: 'Notes', kind: 'long_text' },
            { name: 'kind', label: 'Kind', kind: 'choice', options: [{ label: 'Lead', value: 'lead' }] },
          ] as const
        )
          .map(
            (field) =>
              ({
                ...field,
                options: 'options' in field ? [...field.options] : undefined,
              }) as FormCard['fields'][number],
          )
          .map((field) => ({ ...field, ...(given[field.name] && { value: given[field.name] }) })),
      };

interface Dialog {
  callback_id: string;
  private_metadata: string;
  blocks: Array<{ block_id: string; element: { initial_value?: string; type: string } }>;
}
const dialogOf = (slack: SlackStandIn) => slack.callsOf('views.open').at(-1)?.body.view as Dialog;
const filledIn = (dialog: Dialog) =>
  Object.fromEntries(
    dialog.blocks.flatMap(({ block_id, element }) =>
      element.initial_value ? [[block_id, element.initial_value]] : [],
    ),
  );

describe('a slash command', () => {
  it.for(COMMANDS.map(({ command, says }) => ({ command, says })))(
    'says what was typed after $command',
    async ({ command, says }, { slack, bot }) => {
      await bot.requests.command('Jane &amp; Co', slack.responseUrl('c1'), { command });
      await until(() => expect(bot.messages.map(({ text }) => text)).toEqual([says('Jane & Co')]));
      expect(slack.callsOf('views.open')).toEqual([]);
    },
  );

  it.for(COMMANDS)(
    '$command alone opens its form, or says what stands for it',
    async (command, { slack, bot }) => {
      bot.lookup.form = form;
      const answer = await bot.requests.command(' ', slack.responseUrl('c2'), { command: command.command });
      expect(answer.status).toBe(200);
      if (!command.adds)
        return until(() => expect(bot.messages.map(({ text }) => text)).toEqual([command.alone]));
      expect(answer.text).toBe('');
      await until(() => expect(slack.callsOf('views.open')).toHaveLength(1));
      expect(bot.messages).toEqual([]);
      expect(JSON.parse(dialogOf(slack).private_metadata)).toMatchObject({ tool: `create_${command.adds}` });
    },
  );
});

describe('a form', () => {
  it('that is sent is a call of its tool, once, answered where the command was typed', async ({
    slack,
    bot,
  }) => {
    bot.lookup.form = form;
    await bot.requests.command('', slack.responseUrl('f1'), { command: '/contact' });
    await until(() => expect(slack.callsOf('views.open')).toHaveLength(1));
    const values = {
      name: { value: { value: 'Jane <VP> :wave: Doe' } },
      email: { value: { value: 'jane@acme.example' } },
      amount: { value: { value: '1,200' } },
      due: { value: { selected_date: '2026-03-09' } },
      kind: { value: { selected_option: { value: 'lead' } } },
      notes: { value: { value: null } },
    };
    for (let i = 0; i < 2; i++) {
      const answer = await bot.requests.submit(dialogOf(slack), values, 'V77');
      expect(answer).toMatchObject({ status: 200, text: '' });
    }
    await until(() => expect(bot.calls).toHaveLength(1));
    const [call] = bot.calls;
    expect(call).toMatchObject({
      externalId: 'form:V77',
      sender: { externalUserId: 'UJANE', email: 'jane@clianta.example' },
      call: {
        tool: 'create_contact',
        values: {
          name: 'Jane <VP> :wave: Doe',
          email: 'jane@acme.example',
          amount: '1,200',
          due: '2026-03-09',
          kind: 'lead',
          notes: '',
        },
      },
    });
    if (!call) return;
    await bot.channel.send(call.thread, { text: 'Added.', cards: [] }, 't1');
    expect(slack.messages).toMatchObject([{ channel: 'response:f1', text: 'Added.' }]);
  });

  it('says at the field what is missing or is no number or address, and stays open', async ({
    slack,
    bot,
  }) => {
    bot.lookup.form = form;
    await bot.requests.command('', slack.responseUrl('f2'), { command: '/deal' });
    await until(() => expect(slack.callsOf('views.open')).toHaveLength(1));
    const answer = await bot.requests.submit(dialogOf(slack), {
      name: { value: { value: '  ' } },
      email: { value: { value: 'jane' } },
      amount: { value: { value: 'much' } },
    });
    expect(JSON.parse(answer.text)).toEqual({
      response_action: 'errors',
      errors: {
        name: 'Name is needed.',
        email: expect.stringContaining('no e-mail address'),
        amount: expect.stringContaining('no number'),
      },
    });
    expect(bot.calls).toEqual([]);
  });

  it('opens from its button in an answer, filled in, and is answered in that thread', async ({
    slack,
    bot,
  }) => {
    bot.lookup.form = form;
    const value = JSON.stringify({ tool: 'create_contact', given: { name: 'Ada' } });
    await bot.requests.click(
      { action_id: 'clianta_form', value },
      { channel: { id: 'C1' }, container: { message_ts: '5.2', thread_ts: '5.1' } },
    );
    await until(() => expect(slack.callsOf('views.open')).toHaveLength(1));
    expect(filledIn(dialogOf(slack))).toEqual({ name: 'Ada' });
    await bot.requests.submit(dialogOf(slack), { name: { value: { value: 'Ada' } } });
    await until(() => expect(bot.calls).toMatchObject([{ thread: { threadId: 'C1:5.1' } }]));
  });
});

describe('a shortcut', () => {
  it.for([
    ['clianta_task_from_message', 'Send Jane the offer', { title: 'Send Jane the offer' }],
    [
      'clianta_task_from_message',
      'Call Jane\nshe &amp; Bob asked',
      { title: 'Call Jane', notes: 'Call Jane\nshe & Bob asked' },
    ],
    [
      'clianta_contact_from_message',
      'Met Jane Doe, <mailto:jane@acme.example|jane@acme.example>, +1 415 555 0100 today',
      { name: 'Jane Doe', email: 'jane@acme.example', phone: '+1 415 555 0100' },
    ],
    ['clianta_contact_from_message', 'lunch?', {}],
  ] as const)('%s opens the form filled in from “%s”', async ([id, text, given], { slack, bot }) => {
    bot.lookup.form = form;
    await bot.requests.shortcut(id, { text });
    await until(() => expect(slack.callsOf('views.open')).toHaveLength(1));
    expect(filledIn(dialogOf(slack))).toEqual(given);
  });

  it('from anywhere is answered in private', async ({ slack, bot }) => {
    bot.lookup.form = form;
    const global = SHORTCUTS.find(({ type }) => type === 'global')?.callbackId ?? '';
    await bot.requests.shortcut(global);
    await until(() => expect(slack.callsOf('views.open')).toHaveLength(1));
    await bot.requests.submit(dialogOf(slack), { name: { value: { value: 'Call' } } });
    await until(() => expect(bot.calls).toMatchObject([{ thread: { threadId: 'DUJANE' } }]));
  });
});

describe('a folded record', () => {
  it('opens whole, by the rights of who asks; one that is gone says so', async ({ slack, bot }) => {
    const fields = Array.from({ length: 60 }, (_, i) => ({
      label: `L${i}`,
      value: i === 3 ? 'note '.repeat(1_500) : `v${i}`,
    }));
    bot.lookup.record = async ({ externalUserId }, { id }) =>
      externalUserId === 'UJANE' && id === 'c1'
        ? { type: 'record', entity: 'contact', id, title: 'J'.repeat(200), fields }
        : undefined;
    await bot.requests.click({ action_id: 'clianta_record', value: 'contact:c1' });
    await until(() => expect(slack.callsOf('views.update')).toHaveLength(1));
    const opened = JSON.stringify(slack.callsOf('views.update')[0]?.body);
    expect(opened).toContain('*L59*');
    expect(opened.match(/note/g)).toHaveLength(1_500);
    await bot.requests.click({ action_id: 'clianta_record', value: 'contact:gone' });
    await until(() => expect(slack.callsOf('views.update')).toHaveLength(2));
    expect(JSON.stringify(slack.callsOf('views.update')[1]?.body)).toContain('not there any more');
  });
});
