import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { isTeammate } from '@clianta/crm-core/workspace/user/user.schema';
import { listed } from './format.ts';
import type { RecordChange } from './record-change.ts';

/** More than these are not named in a title. */
const NAMED_FIELDS = 3;

/**
 * What approving would do, in words: "Reassign 18 deals to Carlos Mendes", "Set the industry of 7 companies to Retail".
 *
 * @param what - the records: "18 deals"
 * @param patch - what is set, as the records store it
 * @param changes - the same in words, in the same order
 */
export function updateTitle(
  entity: Entity,
  what: string,
  patch: Record<string, unknown>,
  changes: ReadonlyArray<{ label: string; to: string }>,
): string {
  const [change, ...others] = changes;
  if (!change || changes.length > NAMED_FIELDS) return `Update ${what}`;
  const labels = changes.map(({ label }) => label.toLowerCase());
  if (others.length > 0) return `Change ${listed(labels)} of ${what}`;
  const field = entity.fields.find(
    (one) => Object.hasOwn(patch, one.name) && (one.label ?? one.name) === change.label,
  );
  const value = field && patch[field.name];
  const isCleared = field !== undefined && (value === null || value === '');
  if (field && isTeammate(field)) return isCleared ? `Unassign ${what}` : `Reassign ${what} to ${change.to}`;
  if (isCleared) return `Clear the ${labels[0]} of ${what}`;
  if (field?.part) return `Move ${what} to ${change.to}`;
  const verb = field?.verbs && Object.hasOwn(field.verbs, String(value)) && field.verbs[String(value)];
  if (verb) return `${verb} ${what} as ${value}`;
  return `Set the ${labels[0]} of ${what} to ${change.to}`;
}

/** As `updateTitle`, also for tags and relative changes: "Add the tag vip to 12 contacts". */
export function changeTitle(
  entity: Entity,
  what: string,
  change: RecordChange,
  changes: ReadonlyArray<{ label: string; to: string }>,
): string {
  const { values, addTags, removeTags, adjust } = change;
  const parts = [addTags.length, removeTags.length, adjust ? 1 : 0, Object.keys(values).length];
  const isOneThing = parts.filter((count) => count > 0).length === 1;
  if (!isOneThing) return updateTitle(entity, what, values, changes);
  if (addTags.length > 0) return `Add the ${tags(addTags)} to ${what}`;
  if (removeTags.length > 0) return `Remove the ${tags(removeTags)} from ${what}`;
  const [first] = changes;
  if (!adjust || !first) return updateTitle(entity, what, values, changes);
  const label = adjust.label.toLowerCase();
  if (adjust.shift) return `Move the ${label} of ${what} ${first.to}`;
  const isLess = (adjust.percent ?? adjust.by ?? 0) < 0;
  return `${isLess ? 'Lower' : 'Raise'} the ${label} of ${what} by ${first.to.replace(/ (more|less)$/, '')}`;
}

const tags = (list: readonly string[]) => `${list.length > 1 ? 'tags' : 'tag'} ${listed(list)}`;
