import type { CrmCore } from '../../crm-core.ts';

/** How fast so many records begin, where they do not all within a minute: "about 100 a minute, the last in about 3 minutes". */
export async function startPace(
  crm: CrmCore,
  workspaceId: string,
  count: number,
): Promise<string | undefined> {
  const { workflowStartsPerMinute: perMinute } = await crm.facts(workspaceId);
  if (count <= perMinute) return undefined;
  const minutes = Math.ceil(count / perMinute);
  return `about ${perMinute} a minute, the last in about ${minutes} minutes`;
}
