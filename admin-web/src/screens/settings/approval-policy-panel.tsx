import { useSession } from '../../session/session-context.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { SettingsForm } from './settings-form.tsx';
import { WorkspacePart, type WorkspaceSettings } from './workspace-part.tsx';

type Approvals = NonNullable<WorkspaceSettings['approvals']>;
type Policy = Required<Omit<Approvals, 'rules'>>;

/** As the server has it where nothing is set. */
const DEFAULTS: Policy = { bulkDeletion: 'admin', othersRecords: 'admin', manyAbove: 10, typedAbove: 100 };

const policyOf = ({ rules: _said, ...policy }: Partial<Approvals> = {}): Policy => ({
  ...DEFAULTS,
  ...policy,
});

const APPROVERS = [
  { value: 'admin', label: 'An admin' },
  { value: 'asker', label: 'Whoever asks for it' },
];

/** Who may approve what members ask for, and how much is much. */
export function ApprovalPolicyPanel() {
  const { isAdmin } = useSession();
  return (
    <Panel
      title="Who approves what"
      about="Deletions, and changes of more than one record, are always shown before they are done. Admins may approve what no rule below gives to others; this says what members may approve for themselves."
    >
      <WorkspacePart>
        {(saved, save) => (
          <SettingsForm
            key={saved.version}
            initial={textOf(policyOf(saved.approvals))}
            save={({ manyAbove, typedAbove, ...rest }) =>
              save({
                approvals: {
                  ...rest,
                  manyAbove: Number(manyAbove),
                  typedAbove: Number(typedAbove),
                  // those have a panel of their own
                  rules: saved.approvals?.rules ?? [],
                } as Policy & Approvals,
              })
            }
            isReadOnly={!isAdmin}
          >
            {({ field, values }) => (
              <>
                <SelectField
                  label="Deletion of many records is approved by"
                  options={APPROVERS}
                  {...field('bulkDeletion')}
                />
                <SelectField
                  label="What touches other people’s records is approved by"
                  hint="Deletions, changes of many records, and what text from outside asks for."
                  options={APPROVERS}
                  {...field('othersRecords')}
                />
                <TextField
                  label="Many are more than"
                  type="number"
                  min={1}
                  max={1000}
                  required
                  hint={`${values.manyAbove || 'So many'} records or fewer are few.`}
                  {...field('manyAbove')}
                />
                <TextField
                  label="The number is typed above"
                  type="number"
                  min={1}
                  max={10_000}
                  required
                  hint="Above so many records one types how many they are, to approve."
                  {...field('typedAbove')}
                />
              </>
            )}
          </SettingsForm>
        )}
      </WorkspacePart>
    </Panel>
  );
}

/** As the controls hold it. */
const textOf = ({ manyAbove, typedAbove, ...rest }: Policy): Record<keyof Policy, string> => ({
  ...rest,
  manyAbove: String(manyAbove),
  typedAbove: String(typedAbove),
});
