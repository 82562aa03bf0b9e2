import { mongooseSchemaOf } from '@clianta/crm-core/entity/mongoose-schema';
import { entities } from '@clianta/crm-core/registry';
import { expect, it } from 'vitest';

/** Accounts and the workspaces themselves are of no single workspace: they stay on one shard. */
const GLOBAL = new Set(['user', 'workspace']);

it('every unique index begins with the workspace, so that records can be spread by it', () => {
  const others = entities
    .filter(({ name }) => !GLOBAL.has(name))
    .flatMap((entity) =>
      mongooseSchemaOf(entity)
        .indexes()
        .filter(([keys, { unique }]) => unique && Object.keys(keys)[0] !== 'workspaceId')
        .map(([keys]) => `${entity.name}: ${Object.keys(keys).join(', ')}`),
    );
  expect(others).toEqual([]);
});

it('only accounts and workspaces are of no workspace', () => {
  expect(entities.filter(({ tenantField }) => tenantField !== 'workspaceId').map(({ name }) => name)).toEqual(
    [...GLOBAL],
  );
});
