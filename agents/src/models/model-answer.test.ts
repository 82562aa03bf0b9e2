import { AIMessage } from '@langchain/core/messages';
import { describe, expect, it } from 'vitest';
import { readAnswer } from './model-answer.ts';

const TOOLS = new Set(['search_contacts', 'create_contact']);
const read = (fields: ConstructorParameters<typeof AIMessage>[0]) =>
  readAnswer(new AIMessage(fields as object), TOOLS, 4);
const call = (args: unknown, id?: string) => ({ name: 'search_contacts', args: args as never, id });

describe('the calls of an answer', () => {
  it('are taken as they are, and the answer is shown again as it was', () => {
    const made = new AIMessage({ content: 'Let me see.', tool_calls: [call({ limit: 3 }, 'a')] });
    const answer = readAnswer(made, TOOLS, 0);
    expect(answer.calls).toEqual([{ id: 'a', tool: 'search_contacts', args: { limit: 3 } }]);
    expect(answer.text).toBe('Let me see.');
    expect(answer.message).toBe(made);
  });

  it('have ids of their own where the model gave none, or one twice', () => {
    const { calls, message } = read({ content: '', tool_calls: [call({}, 'a'), call({}, 'a'), call({})] });
    expect(calls.map(({ id }) => id)).toEqual(['a', 'call_5', 'call_6']);
    expect(message.tool_calls?.map(({ id }) => id)).toEqual(['a', 'call_5', 'call_6']);
  });

  it('may lack arguments, or have them as JSON text', () => {
    const { calls } = read({
      content: '',
      tool_calls: [call(undefined), call('{"limit":3}')],
      invalid_tool_calls: [{ name: 'search_contacts', args: '', id: 'x' }],
    });
    expect(calls.map(({ args }) => args)).toEqual([{}, { limit: 3 }, {}]);
    expect(calls.filter(({ problem }) => problem)).toEqual([]);
  });

  it('say what is wrong with arguments that are no object, and are shown again without them', () => {
    const { calls, message } = read({
      content: '',
      tool_calls: [call(['Jane'], 'a')],
      invalid_tool_calls: [{ name: 'create_contact', args: '{"name": Ja', id: 'b', error: 'Malformed' }],
    });
    expect(calls.map(({ problem }) => problem)).toEqual([
      'The arguments of search_contacts are not a valid JSON object.',
      'The arguments of create_contact are not a valid JSON object.',
    ]);
    expect(message.tool_calls?.map(({ name, args }) => ({ name, args }))).toEqual([
      { name: 'search_contacts', args: {} },
      { name: 'create_contact', args: {} },
    ]);
  });

  it('are found where a small model writes them out, and only where nothing else stands', () => {
    const json = '{"name":"search_contacts","parameters":{"limit":3}}';
    const found = [{ id: 'call_4', tool: 'search_contacts', args: { limit: 3 } }];
    for (const content of [
      json,
      `[${json}]`,
      `\`\`\`json\n${json}\n\`\`\``,
      `<tool_call>${json}</tool_call>`,
    ])
      expect(read({ content }).calls, content).toEqual(found);
    for (const content of [`I would call ${json}`, '{"name":"drop_table","arguments":{}}', '{"total": 3}'])
      expect(read({ content }).calls, content).toEqual([]);
  });
});

describe('the words of an answer', () => {
  it('are without what the model thought aloud', () => {
    expect(read({ content: '<think>Ada? Bo?</think>\nIt is Ada.' }).text).toBe('It is Ada.');
  });

  it('are a failure where there are none, by what the vendor says of it', () => {
    const kindOf = (response_metadata: Record<string, string>, content = '') => {
      try {
        return read({ content, response_metadata }).isCut;
      } catch (error) {
        return (error as { kind: string }).kind;
      }
    };
    expect(kindOf({ finishReason: 'STOP' })).toBe('empty');
    expect(kindOf({ done_reason: 'length' })).toBe('cut');
    expect(kindOf({ finish_reason: 'content_filter' }, 'I wou')).toBe('blocked');
    expect(kindOf({ finishReason: 'MAX_TOKENS' }, 'There are')).toBe(true);
    expect(kindOf({ finish_reason: 'stop' }, 'There are 3.')).toBe(false);
  });
});
