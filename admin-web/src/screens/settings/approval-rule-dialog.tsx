import { useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { minorUnitsOf } from '../../metadata/field-input.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import { type ApprovalRule, faultOf, formOf, ruleOf } from './approval-rule.ts';
import { TeammateChoice } from './teammate-choice.tsx';

interface Props {
  /** Undefined: a new one. */
  rule: ApprovalRule | undefined;
  onClose: () => void;
  /** Throws what the server has against it. */
  save: (rule: ApprovalRule) => Promise<void>;
}

const EFFECTS = [
  { value: 'write', label: 'Every change' },
  { value: 'delete', label: 'Deletions' },
];
const ROLES = [
  { value: '', label: 'Nobody else' },
  { value: 'admin', label: 'Any admin' },
  { value: 'owner', label: 'Any owner' },
];
const NEEDED = [
  { value: '1', label: 'One of them' },
  { value: '2', label: 'Two of them' },
  { value: '3', label: 'Three of them' },
];

/** What has to be approved, by whom, and in which time. */
export function ApprovalRuleDialog({ rule, onClose, save }: Props) {
  const { workspace } = useSession();
  const { currency } = workspace;
  const kinds = useKinds();
  const units = minorUnitsOf(currency);
  const [users, setUsers] = useState(rule?.deciders.users ?? []);
  const { values, field, problem, isBusy, onSubmit } = useForm(
    () => formOf(rule, units),
    async (form) => {
      const all = { ...form, users, amount: hasAmount ? form.amount : '' };
      const fault = faultOf(all);
      if (fault) throw new ApiError(fault, { code: 'invalid', status: 0 });
      await save(ruleOf(all, units, rule));
    },
  );
  const fields = kinds.get(values.entity)?.fields;
  const hasAmount = !fields || fields.some(({ format }) => format === 'money');
  const ofKinds = [
    { value: '', label: 'Records of any kind' },
    ...kinds.spoken.map(({ name }) => ({ value: name, label: kinds.many(name) })),
  ];
  const number = { type: 'number' } as const;
  return (
    <Dialog title={rule ? 'Change the rule' : 'New rule about approvals'} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        <SelectField label="What is approved" options={EFFECTS} {...field('effect')} />
        <SelectField label="Of" options={ofKinds} {...field('entity')} />
        {hasAmount && (
          <TextField
            label={`Only over an amount (${currency})`}
            min={0}
            step="any"
            hint="Of the record, or of what is written to it. Empty: whatever the amount."
            {...number}
            {...field('amount')}
          />
        )}
        <TextField
          label="Only of more records than"
          min={0}
          max={100_000}
          hint="Empty: of one as well."
          {...number}
          {...field('count')}
        />
        <TeammateChoice legend="Who decides" ids={users} onIds={setUsers} />
        <SelectField label="And besides them" options={ROLES} {...field('roles')} />
        <SelectField label="How many have to approve" options={NEEDED} {...field('needed')} />
        <TextField
          label="Hours to decide"
          min={1}
          max={168}
          required
          hint="After that nothing is done."
          {...number}
          {...field('hours')}
        />
        <TextField
          label="Hours until owners may decide too"
          min={1}
          max={167}
          hint="Empty: only those who are named."
          {...number}
          {...field('escalateAfterHours')}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={values.requesterMayDecide}
            onChange={(event) => field('requesterMayDecide').onValue(event.currentTarget.checked)}
          />
          Whoever asks for it may be one of them
        </label>
        {/* beside the button: the form is longer than the window */}
        {problem && <Notice kind="danger">{problem}</Notice>}
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={isBusy}>
            {isBusy ? 'Saving…' : 'Save rule'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
