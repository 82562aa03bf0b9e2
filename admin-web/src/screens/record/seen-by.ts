import type { EntityMetadata } from '../../metadata/kinds.ts';
import { type Values, valueAt } from '../../metadata/value-text.ts';

const MANY: Readonly<Record<string, string>> = {
  viewer: 'everybody in the workspace',
  member: 'members and admins',
  admin: 'admins',
  owner: 'owners',
};
const list = new Intl.ListFormat('en-GB');
const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/**
 * Who sees a record and who may change it, in words.
 *
 * @param nameOf - what a person of the workspace is called; "you" for who reads it
 */
export function seenBy(
  { roles = { read: 'viewer' }, privacy }: Pick<EntityMetadata, 'roles' | 'privacy'>,
  record: Values,
  nameOf: (userId: string) => string,
): { see: string; change: string } {
  const { read, update } = roles;
  const all = MANY[read] ?? read;
  const change = update
    ? sentence(`${privacy ? 'of those ' : ''}${MANY[update] ?? update} may change it`)
    : 'Clianta writes it; nobody changes it by hand.';
  if (!privacy || (privacy.sharedBy && valueAt(record, privacy.sharedBy) === true))
    return { see: sentence(`${all} ${all.startsWith('every') ? 'sees' : 'see'} it`), change };
  const named = [valueAt(record, privacy.to) ?? []].flat().map((id) => nameOf(String(id)));
  const people = named.length > 0 ? named : ['the people it belongs to'];
  const also = privacy.openTo ? [MANY[privacy.openTo] ?? privacy.openTo] : [];
  const who = [...people, ...also];
  return {
    see: sentence(
      `only ${list.format(who)} ${who.length > 1 || named.length === 0 || named[0] === 'you' ? 'see' : 'sees'} it`,
    ),
    change,
  };
}
