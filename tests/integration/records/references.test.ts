import { AIMemory } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { entities } from '@clianta/crm-core/registry';
import { describe, expect } from 'vitest';
import { sharedCrmTest } from '../../support/fixtures.ts';
import { aCompany, aContact, aDeal, aWorkspace, type TestWorkspace } from '../../support/test-crm.ts';

const it = sharedCrmTest
  .extend('other', { scope: 'file' }, ({ db }) => aWorkspace(db.crm))
  /** A record of each kind that a memory may be about. */
  .extend('subjectsOf', ({ db }) => async ({ scope, workspaceId }: TestWorkspace) => {
    const [contact, company, deal] = await Promise.all([
      aContact(db.crm, scope),
      aCompany(db.crm, scope),
      aDeal(db.crm, scope),
    ]);
    return [
      ['contact', contact.id],
      ['company', company.id],
      ['opportunity', deal.id],
      ['user', scope.actor.id],
      ['workspace', workspaceId],
    ] as const;
  });

const memory = (
  subjectEntity: 'contact' | 'company' | 'opportunity' | 'user' | 'workspace',
  subjectId: string,
) => ({
  fact: 'Prefers mornings',
  subjectEntity,
  subjectId,
  subjectTitle: 'Ada',
  source: 'a test',
});

describe('a memory', () => {
  it('is about a record of its own workspace, of the kind it says, that is there', async ({
    db,
    home,
    other,
    subjectsOf,
  }) => {
    const memories = db.crm.records(AIMemory);
    const foreign = await subjectsOf(other);
    for (const [i, [entity, id]] of (await subjectsOf(home)).entries()) {
      const own = await memories.create(home.scope, memory(entity, id));
      for (const wrong of [foreign[i]?.[1] ?? '', newId(), '', '__proto__']) {
        await expect(memories.create(home.scope, memory(entity, wrong)), entity).rejects.toThrow(
          /There is no/,
        );
        await expect(memories.update(home.scope, own.id, { subjectId: wrong })).rejects.toThrow(
          /There is no/,
        );
      }
      const kind = entity === 'contact' ? 'company' : 'contact';
      await expect(memories.update(home.scope, own.id, { subjectEntity: kind })).rejects.toThrow(
        /There is no/,
      );
      for (const unknown of ['', 'nothing', 'constructor', '__proto__'])
        await expect(memories.update(home.scope, own.id, { subjectEntity: unknown })).rejects.toThrow(
          /no kind of record/,
        );
      expect((await memories.update(home.scope, own.id, { fact: 'Prefers evenings' })).version).toBe(2);
    }
  });
});

describe('every id that people may write', () => {
  it('is a declared reference, so that it cannot name a record of another workspace', () => {
    const loose = entities
      .filter((entity) => !entity.isReadOnly)
      .flatMap((entity) =>
        entity.fields
          .filter(
            ({ name, ref, refBy, hidden, readOnly }) =>
              /Ids?$/.test(name) && !ref && !refBy && !hidden && !readOnly,
          )
          .map(({ name }) => `${entity.name}.${name}`),
      );
    // these are ids of a channel's, of where a sign came from, and of a stage within the record's own pipeline, which the deal's rule checks
    expect(loose.sort()).toEqual([
      'externalIdentity.externalTeamId',
      'externalIdentity.externalUserId',
      'intentSignal.eventId',
      'opportunity.stageId',
    ]);
  });
});
