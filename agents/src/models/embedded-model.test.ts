import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aContext, fixtureId } from '../language/testing/fixture-context.ts';
import { catalogue } from '../registry.ts';
import { EmbeddedModel } from './embedded-model.ts';

const aTool = (name: string) => tool(() => '', { name, description: name, schema: z.object({}) });
const create = aTool('create_contact');
const deal = aTool('create_deal');
const task = aTool('create_task');

const ask = (text: string) => [new SystemMessage('You look after people.'), new HumanMessage(text)];
const result = (id: string, text: string, focus: unknown[] = []) =>
  new ToolMessage({ tool_call_id: id, content: text, artifact: { focus } });

describe('EmbeddedModel', () => {
  const model = new EmbeddedModel({ context: aContext(), catalogue });

  it('calls the bound tool that the request asks for', async () => {
    const answer = await model.bindTools([create]).invoke(ask('Add Kim Novak from Globex'));
    expect(answer.tool_calls).toEqual([
      {
        id: 'call_0',
        name: 'create_contact',
        args: { name: 'Kim Novak', company: fixtureId('company', 'Globex') },
        type: 'tool_call',
      },
    ]);
    expect(answer.usage_metadata).toEqual({ input_tokens: 0, output_tokens: 0, total_tokens: 0 });
  });

  it('leaves commands of tools that are not bound to other agents', async () => {
    const answer = await model
      .bindTools([task])
      .invoke(ask('Move the Litware pilot to Proposal and remind me to call Bob tomorrow'));
    expect(answer.tool_calls?.map((call) => call.name)).toEqual(['create_task']);
  });

  it('makes independent calls together', async () => {
    const answer = await model
      .bindTools([create, task])
      .invoke(ask('Add Kim Novak and remind me to call Bob tomorrow'));
    expect(answer.tool_calls?.map((call) => call.id)).toEqual(['call_0', 'call_1']);
  });

  it('holds a dependent call back until the earlier result is there, and takes the id from it', async () => {
    const bound = model.bindTools([create, deal]);
    const messages = ask('Add Kim Novak and create a 20k deal for her');
    const first = await bound.invoke(messages);
    expect(first.tool_calls?.map((call) => call.name)).toEqual(['create_contact']);
    const kim = { entity: 'contact', id: 'a'.repeat(24), title: 'Kim Novak' };
    const second = await bound.invoke([...messages, first, result('call_0', 'Added Kim Novak.', [kim])]);
    expect(second.tool_calls).toEqual([
      {
        id: 'call_1',
        name: 'create_deal',
        args: expect.objectContaining({ amount: 20_000, contact: kim.id }),
        type: 'tool_call',
      },
    ]);
  });

  it('words the answer from the results, each once, when nothing is left to do', async () => {
    const bound = model.bindTools([create, task]);
    const messages = ask('Add Kim Novak and remind me to call Bob tomorrow');
    const first = await bound.invoke(messages);
    const answer = await bound.invoke([
      ...messages,
      first,
      result('call_0', 'Added Kim Novak.'),
      result('call_1', 'Created the task.'),
    ]);
    expect(answer.tool_calls).toEqual([]);
    expect(answer.text).toBe('Added Kim Novak.\n\nCreated the task.');
  });

  it('looks only at results after the newest request', async () => {
    const old = [...ask('Add Ola Berg'), new AIMessage('Done.'), result('call_0', 'Added Ola Berg.')];
    const answer = await model.bindTools([create]).invoke([...old, new HumanMessage('Add Kim Novak')]);
    expect(answer.tool_calls?.[0]?.args).toEqual({ name: 'Kim Novak' });
  });

  it('answers small talk and what it does not understand with words', async () => {
    const bound = model.bindTools([create]);
    expect((await bound.invoke(ask('hello'))).text).toContain('Hello Dana');
    expect((await bound.invoke(ask('qwx zzt'))).text).toContain('did not understand');
  });

  it('takes an understanding that is known already', async () => {
    const known = new EmbeddedModel({
      context: aContext(),
      catalogue,
      understanding: { kind: 'small_talk', reply: 'Good day.' },
    });
    expect((await known.invoke(ask('Add Kim Novak'))).text).toBe('Good day.');
  });

  it('calls for the brief of a plan when only that tool is bound', async () => {
    const answer = await model
      .bindTools([aTool('create_brief')])
      .invoke(ask('Brief me on Globex before the call'));
    expect(answer.tool_calls?.[0]).toMatchObject({
      name: 'create_brief',
      args: { company: fixtureId('company', 'Globex'), occasion: 'call' },
    });
  });

  it('names its type', () => {
    expect(model._llmType()).toBe('clianta-embedded');
  });
});
