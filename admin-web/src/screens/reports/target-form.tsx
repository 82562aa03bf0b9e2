import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import type { TeamMember } from '../settings/team-member.ts';
import { reportsOf } from './reports-api.ts';

const TEAM = '';
const MOST = 200;

interface Props {
  /** `2026-Q4`. */
  period: string;
  label: string;
  onSet: () => void;
}

/** Sets what the team or a teammate is to win in a period. */
export function TargetForm({ period, label, onSet }: Props) {
  const { workspace } = useSession();
  const { targets } = reportsOf(workspace.id);
  const team = useResource(
    async (signal) =>
      (await recordsOf<TeamMember>(workspace.id, 'team-members').list({ limit: MOST, signal })).records,
    [workspace.id],
  );
  const { values, field, setValues, isBusy, problem, onSubmit } = useForm(
    { ownerId: TEAM, amount: '' },
    async ({ ownerId, amount }) => {
      const digits = new Intl.NumberFormat('en', {
        style: 'currency',
        currency: workspace.currency,
      }).resolvedOptions().maximumFractionDigits as number;
      const amountMinor = Math.round(Number(amount) * 10 ** digits);
      const whose = ownerId
        ? ({ field: 'ownerId', op: 'eq', value: ownerId } as const)
        : ({ field: 'ownerId', op: 'is_empty' } as const);
      const { records } = await targets.list({
        filter: { where: [{ field: 'period', op: 'eq', value: period }, whose] },
        limit: 1,
      });
      const wanted = { amountMinor, currency: workspace.currency };
      if (records[0]) await targets.update(records[0].id, wanted);
      else await targets.create({ ...(ownerId && { ownerId }), period, ...wanted });
      setValues({ ownerId, amount: '' });
      onSet();
    },
  );
  const people = (team.data ?? []).map(({ userId, name }) => ({ value: userId, label: name }));
  return (
    <form className="reports__target" onSubmit={onSubmit}>
      <SelectField
        label={`Target for ${label} of`}
        options={[{ value: TEAM, label: 'The team' }, ...people]}
        {...field('ownerId')}
      />
      <TextField
        label={`Amount in ${workspace.currency}`}
        type="number"
        min="1"
        step="any"
        required
        {...field('amount')}
      />
      <Button type="submit" disabled={isBusy || !(Number(values.amount) > 0)}>
        {isBusy ? 'Setting …' : 'Set the target'}
      </Button>
      {problem && <Notice kind="danger">{problem}</Notice>}
    </form>
  );
}
