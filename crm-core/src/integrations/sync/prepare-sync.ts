import type { CrmCore } from '../../crm-core.ts';
import { Watches } from '../watch/watches.ts';
import { SyncHolds } from './sync-holds.ts';
import { SyncLinks } from './sync-links.ts';
import { SyncLog } from './sync-log.ts';

/** Indexes of what a sync keeps. */
export async function prepareSync(crm: CrmCore): Promise<void> {
  await new SyncLinks(crm).prepare();
  await new SyncHolds(crm).prepare();
  await new SyncLog(crm).prepare();
  await new Watches(crm).prepare();
}
