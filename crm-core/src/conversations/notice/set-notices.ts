import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { NOTICE_KINDS, type NoticeKind } from './notice.schema.ts';
import {
  NoticePreference,
  type NoticePreferenceRecord,
  type QuietHours,
  type When,
} from './notice-preference.schema.ts';

export interface NoticeChanges {
  /** Each sets one field of the grid. */
  cells?: ReadonlyArray<{ kind: NoticeKind; channel: string; when: When }>;
  /** Null: none. */
  quietHours?: QuietHours | null;
  digestAt?: string;
  insightsAt?: string;
  insightsOn?: NonNullable<NoticePreferenceRecord['insightsOn']>;
}

/** The caller's preference; undefined while they have chosen nothing. */
export function preferenceOf(crm: CrmCore, scope: Scope): Promise<NoticePreferenceRecord | undefined> {
  return crm.records(NoticePreference).findOne(scope, { userId: scope.actor.id });
}

/** Changes where and when the caller is told things. What is about security stays as it is. */
export async function setNotices(
  crm: CrmCore,
  scope: Scope,
  { cells = [], ...others }: NoticeChanges,
): Promise<NoticePreferenceRecord> {
  const preferences = crm.records(NoticePreference);
  const known = await preferenceOf(crm, scope);
  const when = structuredClone(known?.when ?? {});
  for (const { kind, channel, when: chosen } of cells) {
    if (kind !== 'security') when[kind] = { ...when[kind], [channel]: chosen };
  }
  if (known) return preferences.update(scope, known.id, { when, ...others }, { version: known.version });
  const { quietHours, ...rest } = others;
  return preferences.create(scope, {
    userId: scope.actor.id,
    when,
    ...(quietHours && { quietHours }),
    ...rest,
  });
}

/** The kinds that can be turned off. */
export const CHOSEN_KINDS = NOTICE_KINDS.filter((kind) => kind !== 'security');
