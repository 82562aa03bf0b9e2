import type { McpServerRecord } from '@clianta/crm-core/integrations/mcp-server/mcp-server.schema';
import { useState } from 'react';
import { type Json, recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { ConnectMcpDialog } from './connect-mcp-dialog.tsx';
import { McpToolRow } from './mcp-tool-row.tsx';
import { RowButton, useRowActions } from './use-row-actions.tsx';

export type McpServerRow = Json<McpServerRecord>;

/** Servers whose tools custom agents may use, each tool to be switched on. */
export function McpServersPanel() {
  const { workspace, isAdmin } = useSession();
  const { locale, timeZone } = workspace;
  const servers = recordsOf<McpServerRow>(workspace.id, 'mcp-servers');
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}/mcp-servers`;
  const { data, error, reload } = useResource(
    async (signal) => (await servers.list({ sort: 'name', limit: 100, signal })).records,
    [workspace.id],
  );
  const [isAdding, setIsAdding] = useState(false);
  const { isBusy, act, told } = useRowActions(reload);
  const post = ({ id }: McpServerRow, path: string, body: object) =>
    request(`${base}/${encodeURIComponent(id)}/${path}`, { method: 'POST', body });
  return (
    <Panel
      title="Tools that Clianta uses"
      about="MCP servers whose tools custom agents may have. A tool is off until you switch it on, and goes off when its server describes it differently. What changes something there asks each time; what comes back is text from outside."
    >
      {error && <ProblemState title="The servers did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the servers" lines={3} />}
      {told}
      {data?.length === 0 && (
        <EmptyState title="No servers">
          <p>
            {isAdmin
              ? 'Connect one, for example of your wiki, to have custom agents answer from it.'
              : 'An admin connects them, for example that of your wiki.'}
          </p>
        </EmptyState>
      )}
      <ul className="rows">
        {data?.map((server) => (
          <li key={server.id} className="rows__row">
            <div className="rows__text">
              <strong>{server.name}</strong>
              <p>{server.url}</p>
              <p>
                {server.checkedAt
                  ? `Looked at ${formatInstant(server.checkedAt, locale, timeZone)}`
                  : 'Not looked at yet'}
                {server.credentialEnd
                  ? `, with a key that ends in ${server.credentialEnd}`
                  : ', without a key'}
              </p>
            </div>
            {isAdmin && (
              <div className="webhook-actions">
                <RowButton
                  label="Look again"
                  of={server.name}
                  disabled={isBusy}
                  onClick={() =>
                    act(() => post(server, 'look', {}), `Looked at the tools of ${server.name}.`)
                  }
                />
                <RowButton
                  label="Disconnect"
                  of={server.name}
                  disabled={isBusy}
                  onClick={() => act(() => servers.remove(server.id), `${server.name} is disconnected.`)}
                />
              </div>
            )}
            {server.problem && <Notice kind="danger">{server.problem}</Notice>}
            <ul className="rows mcp-tools" aria-label={`Tools of ${server.name}`}>
              {server.tools.map((tool) => (
                <McpToolRow
                  key={tool.name}
                  server={server.name}
                  tool={tool}
                  isDisabled={isBusy || !isAdmin}
                  onSwitch={(isOn) => {
                    const { hash } = tool.changed ?? tool;
                    act(() => post(server, 'tools', { tool: tool.name, isOn, hash }));
                  }}
                />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {isAdmin && (
        <div className="form-actions">
          <Button onClick={() => setIsAdding(true)}>
            <Icon name="plus" /> Connect a server
          </Button>
        </div>
      )}
      {isAdding && (
        <ConnectMcpDialog
          onClose={() => setIsAdding(false)}
          onConnected={() => {
            setIsAdding(false);
            reload();
          }}
        />
      )}
    </Panel>
  );
}
