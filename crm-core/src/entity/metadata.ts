import type { CrmCore } from '../crm-core.ts';
import { type CustomField, customFieldKinds } from './custom-fields.ts';
import type { Access, Entity } from './define-entity.ts';
import type { EntityMetadata, FieldMetadata, Metadata } from './metadata.schema.ts';
import { hasRole, type Scope } from './scope.ts';
import type { Field } from './zod-fields.ts';

/** What there are records of in the workspace, and what the caller may do with them: all that a console draws from. */
export async function metadataOf(crm: CrmCore, scope: Scope): Promise<Metadata> {
  const { customFields } = await crm.facts(scope.workspaceId);
  const entities = [...crm.store.entities.values()];
  return {
    entities: entities
      .filter((entity) => hasRole(scope, entity.access.read))
      .map((entity) =>
        entityMetadata(
          entity,
          entities,
          customFields.filter((field) => field.entity === entity.name),
          scope,
        ),
      ),
  };
}

function entityMetadata(
  entity: Entity,
  entities: readonly Entity[],
  own: readonly CustomField[],
  scope: Scope,
): EntityMetadata {
  const fields = entity.fields.filter((field) => !field.hidden && field.kind !== 'unknown');
  const { talk } = entity;
  const may = (kind: keyof Access) =>
    hasRole(scope, entity.access[kind]) && (kind === 'read' || !entity.isReadOnly);
  return {
    name: entity.name,
    plural: entity.plural,
    domain: entity.domain,
    label: entity.label,
    title: talk?.title ?? fields[0]?.name ?? 'id',
    columns: [...(talk?.columns ?? fields.slice(0, 5).map((field) => field.name))],
    ...(talk?.sort && { sort: talk.sort }),
    ...(talk?.owner && { owner: talk.owner }),
    subtitle: [...(talk?.subtitle ?? [])],
    ...(talk?.isEntry && { timelineAt: talk.period }),
    isSpoken: talk !== undefined,
    isAudited: entity.isAudited,
    hasOwnFields: entity.hasCustomFields ?? false,
    fields: [...fields.map((field) => fieldMetadata(field)), ...own.map(ownMetadata)],
    relations: entities.flatMap((other) =>
      other.fields
        .filter((field) => field.ref === entity.name && !field.hidden && other.talk)
        .map((field) => ({
          entity: other.name,
          via: field.name,
          label: other.label.many,
          viaLabel: field.label ?? field.name,
        })),
    ),
    roles: {
      read: entity.access.read,
      ...(!entity.isReadOnly && entity.access.update !== 'system' && { update: entity.access.update }),
    },
    ...(entity.privateTo && {
      privacy: {
        to: String(entity.privateTo),
        ...(entity.sharedBy && { sharedBy: String(entity.sharedBy) }),
        ...(entity.openTo && { openTo: entity.openTo }),
      },
    }),
    rights: { read: may('read'), create: may('create'), update: may('update'), delete: may('delete') },
  };
}

function fieldMetadata(field: Field): FieldMetadata {
  return {
    name: field.name,
    label: field.label ?? field.name,
    kind: field.kind,
    ...(field.format && { format: field.format }),
    ...(field.ref && { ref: field.ref }),
    ...(field.part && { part: field.part }),
    ...(field.options && { options: field.options }),
    ...(field.element && { element: field.element }),
    ...(field.rows && { rows: field.rows.map(fieldMetadata) }),
    isRequired: field.isRequired,
    isReadOnly: field.readOnly ?? false,
    isOwn: false,
    hasTime: field.hasTime ?? false,
    isAside: field.isAside ?? false,
    ...(field.belongsTo && {
      belongsTo: { field: field.belongsTo.field, values: [...field.belongsTo.values] },
    }),
  };
}

function ownMetadata(field: CustomField): FieldMetadata {
  return {
    name: `customFields.${field.key}`,
    label: field.label,
    kind: field.options?.length ? 'enum' : (customFieldKinds([field]).get(field.key) ?? 'string'),
    ...(field.options?.length && { options: field.options }),
    isRequired: field.isRequired ?? false,
    isReadOnly: false,
    isOwn: true,
    hasTime: false,
    isAside: false,
  };
}
