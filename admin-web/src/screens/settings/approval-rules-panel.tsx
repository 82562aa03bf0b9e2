import { useState } from 'react';
import { capitalize, formatMoney } from '../../formatting.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { usePeople } from '../../session/use-people.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { type ApprovalRule, type Approvals, withRule } from './approval-rule.ts';
import { ApprovalRuleDialog } from './approval-rule-dialog.tsx';
import { WorkspacePart } from './workspace-part.tsx';

/** Who has to approve what in particular. */
export function ApprovalRulesPanel() {
  return (
    <Panel
      title="Rules about approvals"
      about="Whoever asks, admins among them, what these rules are about waits for the people that they name. In the chat you say, for example, “deals over 50k need Maria”."
    >
      <WorkspacePart>
        {({ approvals }, save) => (
          <Rules
            rules={approvals?.rules ?? []}
            // what is not set is as the server has it
            save={(rules) => save({ approvals: { ...approvals, rules } as Approvals })}
          />
        )}
      </WorkspacePart>
    </Panel>
  );
}

function Rules({ rules, save }: { rules: ApprovalRule[]; save: (rules: ApprovalRule[]) => Promise<void> }) {
  const { isAdmin } = useSession();
  const [edited, setEdited] = useState<ApprovalRule | 'new'>();
  const before = edited === 'new' ? undefined : edited;
  return (
    <>
      {rules.length === 0 && <EmptyState title="There are none" />}
      <ul className="rows" aria-label="Rules about approvals">
        {rules.map((rule) => (
          <RuleRow
            key={rule.id}
            rule={rule}
            {...(isAdmin && {
              change: () => setEdited(rule),
              remove: () => save(rules.filter((one) => one !== rule)),
            })}
          />
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
        <ApprovalRuleDialog
          rule={before}
          onClose={() => setEdited(undefined)}
          save={async (rule) => {
            await save(withRule(rules, rule, before));
            setEdited(undefined);
          }}
        />
      )}
    </>
  );
}

interface RowProps {
  rule: ApprovalRule;
  /** Absent for who may not. */
  change?: () => void;
  remove?: () => Promise<void>;
}

function RuleRow({ rule, change, remove }: RowProps) {
  const { workspace } = useSession();
  const people = usePeople(workspace.id);
  const kinds = useKinds();
  const { isBusy, error, run } = useSubmit();
  const { deciders, needed, hours, match } = rule;
  const who = [
    ...deciders.users.map((id) => people.find((one) => one.userId === id)?.name ?? 'Somebody who has left'),
    ...deciders.roles.map((role) => (role === 'admin' ? 'an admin' : 'an owner')),
  ];
  const over =
    match.aboveAmountMinor === undefined
      ? ''
      : ` over ${formatMoney(match.aboveAmountMinor, workspace.currency, workspace.locale)}`;
  const count = match.aboveCount === undefined ? '' : ` of more than ${match.aboveCount}`;
  const what = `${match.effect === 'delete' ? 'Deletions' : 'Changes'}${match.entity ? ` of ${kinds.many(match.entity).toLowerCase()}` : ''}${over}${count}`;
  return (
    <li className="rows__row">
      <div className="rows__text">
        <strong>{what}</strong>
        <p>
          {needed > 1 ? `${needed} of ${who.join(', ')}` : capitalize(who.join(' or '))}, within {hours}{' '}
          hours.
        </p>
        {error && <p className="field__error">{problemText(error)}</p>}
      </div>
      {change && remove && (
        <div className="rows__state">
          <Button kind="quiet" aria-label={`Change the rule: ${what}`} onClick={change}>
            Change
          </Button>
          <Button
            kind="quiet"
            disabled={isBusy}
            aria-label={`Remove the rule: ${what}`}
            onClick={() => void run(remove)}
          >
            Remove
          </Button>
        </div>
      )}
    </li>
  );
}
