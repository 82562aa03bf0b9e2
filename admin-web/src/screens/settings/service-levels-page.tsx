import type { SlaPolicyRecord } from '@clianta/crm-core/crm/sla-policy/sla-policy.schema';
import { useMemo, useState } from 'react';
import { type Json, recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { conditionText, valuedByConditions } from '../../metadata/condition-text.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useValueStyle } from '../../metadata/use-value-style.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import './booking-page.css';
import { ServiceLevelDialog } from './service-level-dialog.tsx';
import { RowButton, useRowActions } from './use-row-actions.tsx';

export type SlaPolicy = Json<SlaPolicyRecord>;

/** How soon tickets are answered and solved, and the hours that count. */
export function ServiceLevelsPage() {
  const { workspace, isAdmin } = useSession();
  const records = recordsOf<SlaPolicy>(workspace.id, 'sla-policies');
  const { data, error, reload } = useResource(
    async (signal) => (await records.list({ sort: 'name', limit: 100, signal })).records,
    [workspace.id],
  );
  const [edited, setEdited] = useState<SlaPolicy>();
  const [name, setName] = useState('');
  const { isBusy, act, told } = useRowActions(reload);
  const add = () =>
    act(async () => {
      // the first one holds by itself, or no ticket would go by it
      const made = await records.create({ name: name.trim(), isDefault: data?.length === 0 } as never);
      setName('');
      setEdited(made);
    });
  return (
    <Panel
      title="Service levels"
      about="Tickets are due by these, in working hours. Without any, the usual hours hold: weekdays from 9 to 5, urgent ones answered within one hour and solved within four."
    >
      {error && <ProblemState title="The service levels did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the service levels" lines={3} />}
      {told}
      {data?.length === 0 && <EmptyState title="None yet: the usual hours hold" />}
      <ul className="rows" aria-label="Service levels">
        {data?.map((policy) => (
          <li key={policy.id} className="rows__row">
            <div className="rows__text">
              <strong>{policy.name}</strong>{' '}
              {policy.isDefault && <span className="badge badge--positive">Holds by itself</span>}
              <ForWhich policy={policy} />
              <p>
                Answered and solved, in hours: urgent {policy.firstUrgent} and {policy.solveUrgent}, high{' '}
                {policy.firstHigh} and {policy.solveHigh}, normal {policy.firstNormal} and{' '}
                {policy.solveNormal}, low {policy.firstLow} and {policy.solveLow}
              </p>
            </div>
            {isAdmin && (
              <div className="rows__state">
                <Button kind="quiet" aria-label={`Change ${policy.name}`} onClick={() => setEdited(policy)}>
                  Change
                </Button>
                <RowButton
                  label="Remove"
                  of={policy.name}
                  disabled={isBusy}
                  onClick={() =>
                    act(
                      () => records.remove(policy.id),
                      `Removed ${policy.name}. You can undo this in the audit log.`,
                    )
                  }
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {isAdmin && (
        <form
          className="inline-form"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <TextField
            label="Name of a new one"
            maxLength={120}
            placeholder="Premium customers"
            value={name}
            onValue={setName}
          />
          <Button type="submit" disabled={isBusy || !name.trim()}>
            <Icon name="plus" /> Add
          </Button>
        </form>
      )}
      {edited && (
        <ServiceLevelDialog
          policy={edited}
          onClose={() => setEdited(undefined)}
          onSaved={() => {
            setEdited(undefined);
            act(async () => {}, `Saved ${edited.name}. Open tickets are due by it from their next change.`);
          }}
        />
      )}
    </Panel>
  );
}

/** Which tickets it is for, in words; nothing where it is for none in particular. */
function ForWhich({ policy: { when = [], teams = [] } }: { policy: SlaPolicy }) {
  const kinds = useKinds();
  const style = useValueStyle(
    useMemo(() => valuedByConditions(kinds, 'ticket', when as never), [kinds, when]),
  );
  const said = [
    ...when.map((condition) => conditionText(kinds, 'ticket', condition as never, style)),
    ...(teams.length > 0 ? [`of ${teams.join(' or ')}`] : []),
  ];
  return said.length > 0 ? <p>For tickets: {said.join(', ')}</p> : null;
}
