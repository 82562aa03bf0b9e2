import { describe, expect, it, vi } from 'vitest';
import type { ToolContext } from '../tool.ts';
import { jsonSchemaOf } from '../tool.ts';
import { onlyText, type RemoteTool, toolOfRemote } from './remote-tool.ts';

const search: RemoteTool = {
  serverId: 's1',
  name: 'wiki.search',
  description: 'Searches the wiki.',
  inputSchema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
  effect: 'read',
  hash: 'h',
};
const create: RemoteTool = {
  ...search,
  name: 'wiki.create_page',
  inputSchema: {
    type: 'object',
    properties: { title: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
    required: ['title', 'tags'],
  },
  effect: 'ask',
};

const aContext = (given: Partial<ToolContext> = {}) =>
  ({
    scope: { workspaceId: 'w1', operation: { id: 'o', next: () => 'o.0' } },
    signal: AbortSignal.timeout(1_000),
    ...given,
  }) as unknown as ToolContext;

describe('a tool of an MCP server', () => {
  it('asks first when it may change something there, and shows with what', async () => {
    expect(await toolOfRemote(search).propose?.({ query: 'x' }, aContext())).toBeUndefined();
    const proposal = await toolOfRemote(create).propose?.({ title: 'News', tags: ['a'] }, aContext());
    expect(proposal).toMatchObject({
      title: 'Call wiki.create_page of the MCP server “wiki”',
      preview: {
        sample: [
          { title: 'title', detail: 'News' },
          { title: 'tags', detail: '["a"]' },
        ],
      },
    });
    // after words from outside whatever leaves is proposed, reading included
    expect(toolOfRemote(search).effect).toBe('ask');
  });

  it('is called with its own schema, and answers words from outside', async () => {
    const call = vi.fn(async () => ({ text: '30 days', isError: false }));
    const tool = toolOfRemote(search);
    expect(jsonSchemaOf(tool)).toMatchObject({
      properties: { query: { type: 'string' } },
      required: ['query'],
    });
    const result = await tool.run({ query: 'holiday' }, aContext({ remoteCalls: { call } }));
    expect(result).toMatchObject({ text: '30 days', isOutside: 'the MCP server “wiki”' });
    expect(call).toHaveBeenCalledWith(
      'w1',
      search,
      { query: 'holiday' },
      expect.objectContaining({ key: 'o.0' }),
    );
  });

  it('says what it could not do, and where it cannot be reached', async () => {
    const call = async () => ({ text: 'No such page.', isError: true });
    const refused = await toolOfRemote(create).run({ title: 'x' }, aContext({ remoteCalls: { call } }));
    expect(refused).toMatchObject({
      text: 'wiki.create_page could not do it: No such page.',
      outcome: 'failed',
    });
    await expect(toolOfRemote(search).run({ query: 'x' }, aContext())).rejects.toThrow('cannot be reached');
  });

  it('takes one text, or more', () => {
    expect(onlyText(search)).toBe('query');
    expect(onlyText(create)).toBeUndefined();
    expect(onlyText({ ...search, inputSchema: { type: 'object' } })).toBeUndefined();
  });

  it('leaves a schema of its own to the server', () => {
    const odd = toolOfRemote({ ...search, inputSchema: { $ref: 'https://schemas.example/odd' } });
    expect(odd.input.safeParse({ anything: 1 }).success).toBe(true);
  });
});
