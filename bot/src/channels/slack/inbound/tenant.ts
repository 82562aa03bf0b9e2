interface Authorization {
  team_id?: string | null | undefined;
  enterprise_id?: string | null | undefined;
  is_enterprise_install?: boolean | undefined;
}

/**
 * The tenant whose installation an event is for: the workspace, or the organisation where the app is installed for all of
 * it, which then has no workspace of its own.
 */
export function tenantOfEvent(
  body: Authorization & { authorizations?: Authorization[] | undefined },
): string {
  const [first = body] = body.authorizations ?? [];
  const enterprise = first.enterprise_id ?? body.enterprise_id ?? '';
  if (first.is_enterprise_install && enterprise) return enterprise;
  return first.team_id ?? body.team_id ?? enterprise;
}

/** The same of a click, a shortcut or a dialog. */
export function tenantOfAction(body: {
  team?: { id: string } | null | undefined;
  enterprise?: { id: string } | null | undefined;
  is_enterprise_install?: boolean | undefined;
}): string {
  const { team, enterprise } = body;
  return (body.is_enterprise_install ? enterprise?.id : team?.id) ?? team?.id ?? enterprise?.id ?? '';
}

/** The same of a slash command, whose form has no truth values. */
export function tenantOfCommand(body: {
  team_id: string;
  enterprise_id?: string | undefined;
  is_enterprise_install?: string | undefined;
}): string {
  return (body.is_enterprise_install === 'true' && body.enterprise_id) || body.team_id;
}
