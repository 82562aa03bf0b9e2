import type { ShownLink } from '@clianta/bot/api/booking-link.schema';
import { useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { BookingLinkDialog } from './booking-link-dialog.tsx';
import { NewLinkDialog } from './new-link-dialog.tsx';
import { RowButton, useRowActions } from './use-row-actions.tsx';

/** The pages where people outside book a time: their addresses, whether they are on, and their rules. */
export function BookingLinksPanel() {
  const { workspace } = useSession();
  const kind = useKinds().get('meetingScheduler');
  const records = recordsOf<ShownLink>(workspace.id, kind?.plural ?? '');
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}/booking-links`;
  const { data, error, reload } = useResource(
    async (signal) => (await request<{ links: ShownLink[] }>(base, { signal })).links,
    [base],
  );
  const [isAdding, setIsAdding] = useState(false);
  const [edited, setEdited] = useState<string>();
  const { isBusy, act, told } = useRowActions(reload);
  return (
    <Panel
      title="Booking links"
      about="Pages where people outside pick a time and book it. Send somebody the address."
    >
      {error && <ProblemState title="The booking links did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the booking links" lines={3} />}
      {told}
      {data?.length === 0 && (
        <EmptyState title="No booking links yet">
          <p>Make one to let people choose a time that suits you both.</p>
        </EmptyState>
      )}
      <ul className="rows" aria-label="Booking links">
        {data?.map((link) => (
          <li key={link.id} className="rows__row">
            <div className="rows__text">
              <strong>{link.name}</strong>{' '}
              <span className={`badge ${link.isOn ? 'badge--positive' : ''}`}>
                {link.isOn ? 'On' : 'Off'}
              </span>
              <p className="link-address">
                <a href={link.address} target="_blank" rel="noreferrer">
                  {link.address.replace(/^https?:\/\//, '')}
                </a>
                <CopyButton text={link.address} label={`Copy the address of ${link.name}`} />
              </p>
              {link.hosts.length === 1 && <p>With {link.hosts[0]}</p>}
              <p>{link.rules.join(' · ')}</p>
            </div>
            {link.canChange && kind?.rights.update && (
              <div className="rows__state">
                <Button kind="quiet" aria-label={`Change ${link.name}`} onClick={() => setEdited(link.id)}>
                  Change
                </Button>
                <RowButton
                  label={link.isOn ? 'Turn off' : 'Turn on'}
                  of={link.name}
                  disabled={isBusy}
                  onClick={() => act(() => records.update(link.id, { isOn: !link.isOn }))}
                />
                <RowButton
                  label="Remove"
                  of={link.name}
                  disabled={isBusy}
                  onClick={() =>
                    act(
                      () => records.remove(link.id),
                      `Removed ${link.name}: its address leads nowhere. You can undo this in the audit log.`,
                    )
                  }
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {kind?.rights.create && (
        <div className="form-actions">
          <Button onClick={() => setIsAdding(true)}>
            <Icon name="plus" /> New booking link
          </Button>
        </div>
      )}
      {isAdding && (
        <NewLinkDialog
          path={base}
          onClose={() => setIsAdding(false)}
          onMade={({ id, name }) => {
            setIsAdding(false);
            setEdited(id);
            act(async () => {}, `Made ${name}.`);
          }}
        />
      )}
      {edited && kind && (
        <BookingLinkDialog
          kind={kind}
          id={edited}
          onClose={() => setEdited(undefined)}
          onSaved={() => {
            setEdited(undefined);
            reload();
          }}
        />
      )}
    </Panel>
  );
}
