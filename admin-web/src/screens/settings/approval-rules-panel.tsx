import { capitalize, formatMoney } from '../../formatting.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { usePeople } from '../../session/use-people.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { WorkspacePart, type WorkspaceSettings } from './workspace-part.tsx';

type Rule = NonNullable<WorkspaceSettings['approvals']>['rules'][number];

/** Who has to approve what in particular; said in the chat, and taken away here. */
export function ApprovalRulesPanel() {
  const { isAdmin } = useSession();
  return (
    <Panel
      title="Rules about approvals"
      about="Whoever asks, admins among them, what these rules are about waits for the people that they name. Say in the chat, for example, “deals over 50k need Maria”."
    >
      <WorkspacePart>
        {(saved, save) => {
          const { approvals } = saved;
          const rules = approvals?.rules ?? [];
          if (!approvals || rules.length === 0) return <EmptyState title="There are none" />;
          return (
            <ul className="rows" aria-label="Rules about approvals">
              {rules.map((rule) => (
                <RuleRow
                  key={rule.id}
                  rule={rule}
                  remove={
                    isAdmin
                      ? () =>
                          save({ approvals: { ...approvals, rules: rules.filter((one) => one !== rule) } })
                      : undefined
                  }
                />
              ))}
            </ul>
          );
        }}
      </WorkspacePart>
    </Panel>
  );
}

function RuleRow({ rule, remove }: { rule: Rule; remove: (() => Promise<void>) | undefined }) {
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
      {remove && (
        <Button
          kind="quiet"
          disabled={isBusy}
          aria-label={`Remove the rule: ${what}`}
          onClick={() => void run(remove)}
        >
          Remove
        </Button>
      )}
    </li>
  );
}
