import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import type { Connection } from '../layer/define-integration.ts';
import type { CloudFiles } from './cloud-files.ts';

/** A place for files that the workspace has connected. */
export interface CloudPlace {
  files: CloudFiles;
  connection: Connection;
}

/** Where the workspace keeps files outside; undefined: no such account is connected. */
export async function cloudFilesOf(crm: CrmCore, scope: Scope): Promise<CloudPlace | undefined> {
  for (const { id, vendor, features } of await crm.integrations.of(scope)) {
    const known = crm.integrations.vendors.find(({ integration }) => integration.name === vendor);
    const files = features.map((name) => known?.integration.features[name]?.files).find(Boolean);
    if (files) return { files, connection: await crm.integrations.connection(scope.workspaceId, id) };
  }
  return undefined;
}
