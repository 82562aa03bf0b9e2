import type { IntegrationAccount, IntegrationVendor } from '@clianta/bot/api/integration.schema';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RowButton } from './use-row-actions.tsx';

interface Props {
  account: IntegrationAccount;
  vendor: IntegrationVendor;
  base: string;
  isBusy: boolean;
  act: (what: () => Promise<unknown>, said?: string) => void;
  onReconnect: () => void;
}

const STATES = {
  ok: ['Works', 'badge--positive'],
  throttled: ['Waits', 'badge--warning'],
  paused: ['Paused', ''],
  reconnect: ['Connect anew', 'badge--danger'],
  error: ['Fails', 'badge--danger'],
} as const;

/** A connected account: how it is doing, and what is done about it. */
export function IntegrationAccountRow({ account, vendor, base, isBusy, act, onReconnect }: Props) {
  const { workspace, isAdmin } = useSession();
  const [isLeaving, setIsLeaving] = useState(false);
  const { id, name, owner, isMine, state, lastError, keyHint, lastSyncedAt, features } = account;
  const [word, badge] = STATES[state];
  const own = (path: string, body: object = {}) =>
    request(`${base}/accounts/${encodeURIComponent(id)}/${path}`, { method: 'POST', body });
  const isSynced = vendor.features.some((one) => one.isSynced && features.includes(one.name));
  const used = vendor.features.filter((one) => features.includes(one.name)).map(({ title }) => title);
  const leave = (data: 'keep' | 'delete') => {
    setIsLeaving(false);
    act(() => own('disconnect', { data }), `${name} is disconnected.`);
  };
  return (
    <li className="rows__row">
      <div className="rows__text">
        <strong>{name}</strong> <span className={`badge ${badge}`}>{word}</span>
        <p>
          {used.join(', ') || 'Not used for anything'}; connected by {isMine ? 'you' : owner}
          {keyHint && `; the key ends in ${keyHint}`}
        </p>
        {lastError && (
          <p>
            {lastError.what} {lastError.whatToDo}
          </p>
        )}
        {lastSyncedAt && (
          <p>Last synced {formatInstant(lastSyncedAt, workspace.locale, workspace.timeZone)}</p>
        )}
      </div>
      {(isMine || isAdmin) && (
        <div className="rows__state">
          {state === 'reconnect' && isMine && (
            <Button disabled={isBusy} aria-label={`Connect ${name} anew`} onClick={onReconnect}>
              Connect anew
            </Button>
          )}
          <RowButton
            label="Test"
            of={name}
            disabled={isBusy || state === 'paused'}
            onClick={() => act(() => own('test'), `${name} works.`)}
          />
          {isSynced && (
            <RowButton
              label="Sync now"
              of={name}
              disabled={isBusy || state === 'paused'}
              onClick={() => act(() => own('sync'), `${name} is being synced.`)}
            />
          )}
          <RowButton
            label={state === 'paused' ? 'Resume' : 'Pause'}
            of={name}
            disabled={isBusy}
            onClick={() => act(() => own('pause', { isPaused: state !== 'paused' }))}
          />
          <RowButton label="Disconnect" of={name} disabled={isBusy} onClick={() => setIsLeaving(true)} />
        </div>
      )}
      {isLeaving && (
        <Dialog title={`Disconnect ${name}?`} onClose={() => setIsLeaving(false)}>
          {vendor.grantsUrl ? (
            <p>
              Clianta forgets how to get in. {vendor.title} lets no app give back what it was granted: you
              take it back under{' '}
              <a href={vendor.grantsUrl} target="_blank" rel="noreferrer">
                {new URL(vendor.grantsUrl).host}
              </a>
              . What came from there can stay, or go to the trash.
            </p>
          ) : (
            <p>
              What {vendor.title} has granted is given back, and Clianta forgets how to get in. What came from
              there can stay, or go to the trash.
            </p>
          )}
          <div className="dialog__actions">
            <Button onClick={() => setIsLeaving(false)}>Cancel</Button>
            {isSynced && (
              <Button kind="danger" onClick={() => leave('delete')}>
                Disconnect and delete
              </Button>
            )}
            <Button kind="primary" onClick={() => leave('keep')}>
              Disconnect and keep
            </Button>
          </div>
        </Dialog>
      )}
    </li>
  );
}
