import { request } from '../api/request.ts';
import type { AgentSummary } from '../chat/prompts.ts';
import { fetchSession, type Session, type SessionWorkspace } from '../session/session-api.ts';
import { signInBySite, siteOf } from './site-identity.ts';
import { storage } from './storage.ts';

export interface Widget {
  session: Session;
  /** In place of the cookie, within the page of another site. */
  token?: string;
  workspace: SessionWorkspace;
  agents: AgentSummary[];
  allowedHosts: string[];
}

/**
 * Who is there, and what the chat needs. Only the session is essential: without prompts and link hosts one can talk.
 *
 * @throws ApiError, with status 401 for a visitor who is not signed in
 */
export async function loadWidget(): Promise<Widget> {
  const site = siteOf(location.search);
  const bySite = site ? await signInBySite(site) : undefined;
  const session = bySite ?? (await fetchSession());
  const chosen = storage?.getItem('clianta.workspace');
  const workspace = session.workspaces.find(({ id }) => id === chosen) ?? session.workspaces[0];
  if (!workspace) throw new Error('The user has no workspace.');
  const base = `/api/workspaces/${workspace.id}`;
  const [agents, settings] = await Promise.all([
    request<{ agents: AgentSummary[] }>(`${base}/agents`).catch(() => ({
      agents: [],
    })),
    request<{ allowedLinkHosts?: string[] }>(`${base}/workspaces/${workspace.id}`).catch(() => ({
      allowedLinkHosts: [],
    })),
  ]);
  const token = bySite && { token: bySite.token };
  return {
    session,
    ...token,
    workspace,
    agents: agents.agents,
    allowedHosts: settings.allowedLinkHosts ?? [],
  };
}
