import { AgentService } from '@clianta/agents/run-turn';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { MemorySaver } from '@langchain/langgraph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, request, signedIn } from '../../support/api-server.ts';
import { gardenCatalogue } from '../../support/garden.ts';

let server: ApiServer;
let sam: ApiClient;
beforeAll(async () => {
  server = await anApiServer({}, undefined, gardenCatalogue);
  sam = await signedIn(server);
});
afterAll(() => server.stop());

/** A tool call as the graph gets it from a model, through the turn's only door. */
async function turn(tool: string, args: Record<string, unknown>) {
  const { crm } = server.product;
  const member = (await sam.call('GET', '/team-members?search=Sam')).body.records[0];
  const scope = {
    ...systemScope(sam.workspaceId),
    actor: { type: 'user' as const, id: member.userId as string, name: member.name as string },
    role: 'owner' as const,
  };
  const service = new AgentService({
    crm,
    models: server.product.service.models,
    checkpointer: new MemorySaver(),
    catalogue: gardenCatalogue,
  });
  const conversation = await crm
    .records(Conversation)
    .create(systemScope(sam.workspaceId), { userId: member.userId, channel: 'web', externalId: newId() });
  const place = { conversationId: conversation.id, scope };
  const done = async (events: AsyncIterable<{ type: string; result?: TurnResult }>) => {
    let result: TurnResult | undefined;
    for await (const event of events) if (event.type === 'done') result = event.result;
    if (!result) throw new Error('The turn did not end.');
    return result;
  };
  const result = await done(
    service.runTurn({
      ...place,
      turnId: newId(),
      message: tool,
      direct: { agent: 'gardenAgent', tool, args },
    }),
  );
  const decide = async (decision: 'approve' | 'reject') =>
    done(
      await service.resumeTurn({
        ...place,
        decision: { approvalId: String(result.approval?.approvalId), decision },
        key: newId(),
      }),
    );
  return { ...result, decide };
}

describe('an entity, an agent and a tool that only this test knows', () => {
  it('have a REST resource, an OpenAPI document, metadata and help', async () => {
    const created = await sam.call('POST', '/plants', { name: 'Monstera', bed: 'south' });
    expect(created.status).toBe(201);
    const { paths } = (await request(`${server.url}/api/openapi.json`, 'GET')).body;
    expect(Object.keys(paths)).toContain('/api/workspaces/{workspaceId}/plants/{id}');
    const { entities: known } = (await sam.call('GET', '/metadata')).body;
    expect(known.find((one: { name: string }) => one.name === 'plant')).toMatchObject({
      plural: 'plants',
      title: 'name',
      columns: ['name', 'bed', 'height', 'gardenerId'],
      roles: { read: 'viewer', update: 'member' },
      rights: { create: true },
    });
    const kind = (name: string) => known.find((one: { name: string }) => one.name === name);
    expect(kind('plant').privacy).toBeUndefined();
    expect(kind('calendarEvent').privacy).toEqual({ to: 'peopleIds', sharedBy: 'isShared' });
    const helped = await sam.call('POST', '/agents/chat', { message: '/help plants' });
    expect(JSON.stringify(helped.body.reply.cards)).toContain('Looks after the plants');
  });

  it('are created, counted, listed and changed by message, with names instead of ids', async () => {
    const { reply, changes } = await turn('create_plant', { name: 'Fern', height: 12 });
    expect(reply.text).toBe('Created the plant **Fern**.');
    expect(changes).toMatchObject([{ entity: 'plant', change: 'created' }]);
    const counted = await turn('search_plants', { countOnly: true });
    expect(counted.reply.text).toBe('There are 2 plants.');
    const listed = await sam.call('POST', '/agents/chat', { message: '/plants' });
    const [table] = listed.body.reply.cards;
    expect(table.columns.map((column: { label: string }) => column.label)).toEqual([
      'Name',
      'Bed',
      'Height',
      'Gardener',
    ]);
    expect(JSON.stringify(table.rows)).toContain('Sam Rivera');
    const updated = await turn('update_plants', { plant: 'fern', set: { bed: 'south' } });
    expect(updated.reply.text).toBe('Updated **Fern**: bed is now South.');
    const grown = await turn('update_plants', { all: true, adjust: { field: 'height', by: 3 } });
    expect(grown.reply.text).toContain('Raise the height of 2 plants by 3');
  });

  it('use a tool of their own by a command, and take it back', async () => {
    const watered = await sam.call('POST', '/agents/chat', { message: '/water fern', thread: 'garden' });
    expect(watered.body.reply.text).toBe('Watered **Fern**.');
    expect(watered.body.agents).toEqual(['gardenAgent']);
    const undone = await sam.call('POST', '/agents/chat', { message: '/undo', thread: 'garden' });
    expect(undone.body.reply.text).toBe('Undone: put back Fern.');
    const [fern] = (await sam.call('GET', '/plants?search=fern')).body.records;
    expect(fern.wateredAt).toBeUndefined();
  });

  it('are deleted when it was approved, and restored', async () => {
    const asked = await turn('delete_plants', { plant: 'Monstera' });
    expect(asked.approval).toMatchObject({ title: 'Delete the plant Monstera' });
    expect((await asked.decide('approve')).reply.text).toContain('Deleted 1 plant.');
    expect((await turn('restore_plant', { plant: 'monstera' })).reply.text).toBe(
      'Restored the plant **Monstera**.',
    );
  });

  it('may have own fields of the workspace, and stand in the audit log', async () => {
    const field = { entity: 'plant', key: 'soil', label: 'Soil', type: 'text' };
    expect((await sam.call('POST', '/custom-fields', field)).status).toBe(201);
    const fern = (await turn('update_plants', { plant: 'fern', set: { customFields: { soil: 'loam' } } }))
      .reply;
    expect(fern.text).toBe('Updated **Fern**: soil is now loam.');
    const shown = await turn('get_plant', { plant: 'fern', fields: ['customFields.soil'] });
    expect(shown.reply.text).toBe('**Fern**’s soil is loam.');
    const filter = encodeURIComponent(
      JSON.stringify({ where: [{ field: 'entity', op: 'eq', value: 'plant' }] }),
    );
    const log = await sam.call('GET', `/audit?filter=${filter}`);
    expect(log.body.records.length).toBeGreaterThan(5);
  });
});
