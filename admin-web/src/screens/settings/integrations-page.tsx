import type { IntegrationList } from '@clianta/bot/api/integration.schema';
import { useEffect, useState } from 'react';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { IntegrationPanel } from './integration-panel.tsx';

/** What a vendor's page came back with, in the fragment: no server is told. */
function readReturn(): { connected?: string; problem?: string } {
  const [, what, value = ''] = /^#(connected|problem)=(.+)$/.exec(location.hash) ?? [];
  return what ? { [what]: decodeURIComponent(value) } : {};
}

/** Other companies' systems: what can be connected, what is, and how it is doing. */
export function IntegrationsPage() {
  const { workspace } = useSession();
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}/integrations`;
  const { data, error, reload } = useResource(
    (signal) => request<IntegrationList>(base, { signal }),
    [workspace.id],
  );
  const [back] = useState(readReturn);
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
  }, []);
  const made = data?.vendors.flatMap(({ accounts, title }) =>
    accounts.filter(({ id }) => id === back.connected).map(({ name }) => `${title}: ${name} is connected.`),
  );
  return (
    <>
      {back.problem && <Notice kind="danger">{back.problem}</Notice>}
      {made?.map((said) => (
        <Notice key={said} kind="positive">
          {said}
        </Notice>
      ))}
      {error && <ProblemState title="The integrations did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the integrations" lines={4} />}
      {data?.vendors.map((vendor) => (
        <IntegrationPanel
          key={vendor.name}
          vendor={vendor}
          redirect={data.redirect}
          base={base}
          onChange={reload}
        />
      ))}
    </>
  );
}
