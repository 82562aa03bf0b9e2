import type { IntegrationVendor } from '@clianta/bot/api/integration.schema';
import { Fragment, useState } from 'react';
import { request } from '../../api/request.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/page.tsx';
import { IntegrationAccountRow } from './integration-account-row.tsx';
import { IntegrationKeyDialog } from './integration-key-dialog.tsx';
import { useRowActions } from './use-row-actions.tsx';

interface Props {
  vendor: IntegrationVendor;
  redirect: string;
  base: string;
  onChange: () => void;
}

/** One vendor: what it can be used for, and the accounts that are. */
export function IntegrationPanel({ vendor, redirect, base, onChange }: Props) {
  const { isAdmin } = useSession();
  const { name, title, accounts, features, missing, setUp, fields } = vendor;
  const [keyFor, setKeyFor] = useState<string>();
  const { isBusy, act, told } = useRowActions(onChange);
  const isMine = (feature: string) =>
    accounts.some(
      (one) =>
        one.features.includes(feature) &&
        (one.isMine || ofWorkspace.has(feature)) &&
        one.state !== 'reconnect',
    );
  const ofWorkspace = new Set(features.filter(({ of }) => of === 'workspace').map((one) => one.name));
  const connect = (feature: string) =>
    fields
      ? setKeyFor(feature)
      : act(async () => {
          const path = `${base}/${encodeURIComponent(name)}/connect`;
          const { url } = await request<{ url: string }>(path, {
            method: 'POST',
            body: { features: [feature] },
          });
          location.assign(url);
        });
  return (
    <Panel title={title}>
      {told}
      {accounts.length > 0 && (
        <ul className="rows" aria-label={`Accounts of ${title}`}>
          {accounts.map((account) => (
            <IntegrationAccountRow
              key={account.id}
              account={account}
              vendor={vendor}
              base={base}
              isBusy={isBusy}
              act={act}
              onReconnect={() => connect(account.features[0] ?? features[0]?.name ?? '')}
            />
          ))}
        </ul>
      )}
      {missing.length > 0 ? (
        <p>
          It cannot be connected yet: whoever runs Clianta sets{' '}
          {missing.map((one, at) => (
            <Fragment key={one}>
              {at > 0 && (at === missing.length - 1 ? ' and ' : ', ')}
              <code>{one}</code>
            </Fragment>
          ))}
          .
        </p>
      ) : (
        <ul className="rows" aria-label={`Uses of ${title}`}>
          {features.map((feature) => (
            <li key={feature.name} className="rows__row">
              <div className="rows__text">
                <strong>{feature.title}</strong>
                <p>
                  {feature.about}{' '}
                  {feature.of === 'workspace' ? 'For everybody.' : 'Everybody connects their own.'}
                </p>
              </div>
              {isMine(feature.name) ? (
                <span className="badge badge--positive">On</span>
              ) : feature.of === 'person' || isAdmin ? (
                <Button
                  disabled={isBusy}
                  aria-label={`Connect ${feature.title}`}
                  onClick={() => connect(feature.name)}
                >
                  Connect
                </Button>
              ) : (
                <span className="badge">An admin connects it</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {isAdmin && setUp.length > 0 && (
        <details className="settings-setup" open={missing.length > 0}>
          <summary>What is set up at {title} first</summary>
          <dl className="facts">
            {setUp.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value === redirect ? <code>{value}</code> : value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {keyFor && (
        <IntegrationKeyDialog
          vendor={vendor}
          feature={keyFor}
          base={base}
          onClose={() => setKeyFor(undefined)}
          onKept={() => {
            setKeyFor(undefined);
            onChange();
          }}
        />
      )}
    </Panel>
  );
}
