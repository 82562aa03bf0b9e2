import { expect, it } from 'vitest';
import { z } from 'zod';
import { type AnyRecord, defineEntity } from './define-entity.ts';
import { Reads } from './reads.ts';
import type { Scope } from './scope.ts';

const Plant = defineEntity({
  name: 'plant',
  plural: 'plants',
  domain: 'crm',
  label: { one: 'plant', many: 'plants' },
  schema: z.object({ name: z.string() }),
  titleOf: (plant) => plant.name,
}) as never;
const scope: Scope = { workspaceId: 'w', actor: { type: 'user', id: 'sam', name: 'Sam' }, role: 'member' };
const fern = { id: 'fern' } as AnyRecord;

it('asks the same question once, until something is written', async () => {
  const reads = new Reads();
  let asked = 0;
  const ask = () => reads.once(scope, Plant, { search: 'fern' }, async () => ++asked);
  expect([await ask(), await ask()]).toEqual([1, 1]);
  reads.keep(scope, Plant, [fern]);
  reads.forget(Plant, 'fern');
  expect(await ask()).toBe(2);
  expect(reads.seen(scope, Plant, ['fern']).size).toBe(0);
});

it('keeps what one authority was told from every other', async () => {
  const reads = new Reads();
  reads.keep({ ...scope, role: 'system' }, Plant, [fern]);
  expect(reads.seen(scope, Plant, ['fern']).size).toBe(0);
  expect(reads.seen({ ...scope, role: 'system' }, Plant, ['fern']).get('fern')).toBe(fern);
});

it('asks again after a question that could not be answered', async () => {
  const reads = new Reads();
  const failing = reads.once(scope, Plant, 'x', async () => Promise.reject(new Error('gone')));
  await expect(failing).rejects.toThrow('gone');
  expect(await reads.once(scope, Plant, 'x', async () => 'there')).toBe('there');
});
