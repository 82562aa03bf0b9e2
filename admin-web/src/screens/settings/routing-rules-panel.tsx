import type { RoutingRuleRecord } from '@clianta/crm-core/intelligence/routing-rule/routing-rule.schema';
import { useMemo, useState } from 'react';
import { type Json, recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { conditionText, valuedByConditions } from '../../metadata/condition-text.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useValueStyle } from '../../metadata/use-value-style.ts';
import { useSession } from '../../session/session-context.ts';
import { usePeople } from '../../session/use-people.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { RoutingRuleDialog } from './routing-rule-dialog.tsx';
import { RowButton, useRowActions } from './use-row-actions.tsx';

export type RoutingRule = Json<RoutingRuleRecord>;

const TO = { user: 'always', round_robin: 'in turn', least_open: 'whoever has the fewest open ones' };

/** Who gets the contacts and tickets that nobody looks after: of several rules that fit, the first one. */
export function RoutingRulesPanel() {
  const { workspace, isAdmin } = useSession();
  const records = recordsOf<RoutingRule>(workspace.id, 'routing-rules');
  const { data, error, reload } = useResource(
    async (signal) => (await records.list({ sort: 'position', limit: 100, signal })).records,
    [workspace.id],
  );
  const [edited, setEdited] = useState<RoutingRule | 'new'>();
  const { isBusy, act, told } = useRowActions(reload);
  return (
    <Panel
      title="Who gets them"
      about="What comes in without anybody who looks after it goes to whom the first rule that fits names. Viewers, and whoever has a day off, get nothing."
    >
      {error && <ProblemState title="The rules did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the rules" lines={3} />}
      {told}
      {data?.length === 0 && (
        <EmptyState title="No rules yet">
          <p>New contacts and tickets wait until somebody takes them.</p>
        </EmptyState>
      )}
      <ul className="rows" aria-label="Routing rules">
        {data?.map((rule) => (
          <li key={rule.id} className="rows__row">
            <RuleText rule={rule} />
            {isAdmin && (
              <div className="rows__state">
                <Button kind="quiet" aria-label={`Change ${rule.name}`} onClick={() => setEdited(rule)}>
                  Change
                </Button>
                <RowButton
                  label={rule.isActive ? 'Turn off' : 'Turn on'}
                  of={rule.name}
                  disabled={isBusy}
                  onClick={() => act(() => records.update(rule.id, { isActive: !rule.isActive }))}
                />
                <RowButton
                  label="Remove"
                  of={rule.name}
                  disabled={isBusy}
                  onClick={() =>
                    act(
                      () => records.remove(rule.id),
                      `Removed ${rule.name}. You can undo this in the audit log.`,
                    )
                  }
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {isAdmin && (
        <div className="form-actions">
          <Button onClick={() => setEdited('new')}>
            <Icon name="plus" /> New rule
          </Button>
        </div>
      )}
      {edited && (
        <RoutingRuleDialog
          rule={edited === 'new' ? undefined : edited}
          position={Math.max(0, ...(data?.map(({ position }) => position) ?? [])) + 1}
          onClose={() => setEdited(undefined)}
          onSaved={(name) => {
            setEdited(undefined);
            act(async () => {}, `Saved ${name}.`);
          }}
        />
      )}
    </Panel>
  );
}

function RuleText({ rule }: { rule: RoutingRule }) {
  const { workspace } = useSession();
  const kinds = useKinds();
  const people = usePeople(workspace.id);
  const { name, entity = 'contact', position, when, to, userIds, dailyCap, isActive } = rule;
  const style = useValueStyle(
    useMemo(() => valuedByConditions(kinds, entity, when as never), [kinds, entity, when]),
  );
  const which = when.map((condition) => conditionText(kinds, entity, condition as never, style)).join(', ');
  const who = userIds.map((id) => people.find((one) => one.userId === id)?.name ?? 'somebody who has left');
  return (
    <div className="rows__text">
      <strong>
        {position}. {name}
      </strong>{' '}
      <span className={`badge ${isActive ? 'badge--positive' : ''}`}>{isActive ? 'On' : 'Off'}</span>
      <p>
        {kinds.many(entity)}
        {which ? `: ${which}` : ' of any kind'}
      </p>
      <p>
        To {who.join(', ')} ({TO[to]}
        {dailyCap ? `, at most ${dailyCap} a day each` : ''})
      </p>
    </div>
  );
}
