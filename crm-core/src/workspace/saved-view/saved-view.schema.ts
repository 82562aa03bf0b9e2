import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { filterSchema } from '../../entity/filter.schema.ts';
import { hasRole } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';

/** A list as somebody wants to find it again: its filter, its order and its columns; theirs, or everybody's. */
export const SavedView = defineEntity({
  name: 'savedView',
  plural: 'saved-views',
  domain: 'workspace',
  label: { one: 'saved view', many: 'saved views' },
  privateTo: 'userId',
  sharedBy: 'isShared',
  schema: z.object({
    name: z.string().trim().min(1).max(80).meta({ label: 'Name' }),
    userId: z.string().meta({ ref: 'user', onDelete: 'cascade' }),
    isShared: z.boolean().default(false).meta({ label: 'Shared' }),
    /** The kind of record that is listed. */
    entity: z.string().min(1).max(60).meta({ label: 'Of' }),
    filter: filterSchema.default({}),
    /** `name`, `-createdAt`; absent: as the kind is listed otherwise. */
    sort: z.string().max(80).optional(),
    /** Names of fields, in order; absent: those of the kind. */
    columns: z.array(z.string().min(1).max(80)).max(40).optional(),
  }),
  titleOf: (view) => view.name,
  indexes: [['entity', 'userId']],
  unique: [['userId', 'entity', 'name']],
  access: { create: 'viewer', update: 'viewer', delete: 'viewer' },
  prepare(next, { entities }) {
    if (!entities.get(next.entity)?.talk)
      throw new InvalidError(`There are no lists of “${next.entity}”.`, { entity: 'is not listed' });
    return {};
  },
  async guard({ before, after }, { actorId, role }) {
    if (after && after.userId !== (before?.userId ?? actorId)) return 'A view is its maker’s own.';
    const isOthers = before !== undefined && before.userId !== actorId;
    if (isOthers && !hasRole({ role }, 'admin'))
      return `${before.name} is somebody else’s view; they or an admin can change it. Save one of your own instead.`;
    const isShown = after?.isShared && !before?.isShared;
    return isShown && role === 'viewer' ? 'Viewers keep their views to themselves.' : undefined;
  },
});

export type SavedViewRecord = RecordOf<typeof SavedView>;
