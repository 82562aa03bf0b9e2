import type { WorkflowRecord } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { type Json, recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { capitalize } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import type { InboundKind, NewInbound } from './inbound-hook.ts';
import { InboundMapping, type MappedField } from './inbound-mapping.tsx';

type Workflow = Pick<Json<WorkflowRecord>, 'id' | 'name'>;

interface Props {
  onMade: (made: NewInbound) => void;
  onClose: () => void;
}

/** Makes an address that another system sends events to. */
export function AddInboundDialog({ onMade, onClose }: Props) {
  const { workspace } = useSession();
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}`;
  const { data, error, reload } = useResource(
    async (signal) => {
      const [{ kinds }, { records: workflows }] = await Promise.all([
        request<{ kinds: InboundKind[] }>(`${base}/inbound-hook-kinds`, { signal }),
        recordsOf<Workflow>(workspace.id, 'workflows').list({ sort: 'name', limit: 200, signal }),
      ]);
      return { kinds, workflows };
    },
    [workspace.id],
  );
  return (
    <Dialog title="Receive events" onClose={onClose}>
      {error && <ProblemState title="The fields did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the fields" lines={4} />}
      {data && <InboundForm {...data} base={base} onMade={onMade} onClose={onClose} />}
    </Dialog>
  );
}

interface FormProps extends Props {
  base: string;
  kinds: readonly InboundKind[];
  workflows: readonly Workflow[];
}

const PROOFS = [
  { value: 'signed', label: 'A signature (Standard Webhooks)' },
  { value: 'address', label: 'The secret address alone' },
];

/** The fields that most events have. */
const firstFields = ({ fields }: InboundKind): MappedField[] =>
  fields
    .filter(({ canMatch }) => canMatch)
    .slice(0, 2)
    .map(({ key }) => ({ path: '', field: key }));

const mailOrFirst = ({ fields }: InboundKind, mapping: readonly MappedField[]): string =>
  mapping.find(({ field }) => field === 'email' || field === 'domain')?.field ??
  (fields.some(({ key }) => key === 'domain') ? 'name' : '');

function InboundForm({ base, kinds, workflows, onMade, onClose }: FormProps) {
  const [first] = kinds;
  const begin = first ? firstFields(first) : [];
  const { field, values, setValues, problem, isBusy, onSubmit } = useForm(
    {
      name: '',
      kind: first?.name ?? '',
      mapping: begin,
      matchBy: first ? mailOrFirst(first, begin) : '',
      proof: 'signed',
      idPath: '',
      workflowId: '',
    },
    async ({ matchBy, idPath, workflowId, ...rest }) => {
      const body = {
        ...rest,
        ...(matchBy && { matchBy }),
        ...(idPath.trim() && rest.proof === 'address' && { idPath }),
        ...(workflowId && { workflowId }),
      };
      onMade(await request<NewInbound>(`${base}/inbound-hooks/make`, { method: 'POST', body }));
    },
  );
  const kind = kinds.find(({ name }) => name === values.kind);
  if (!kind) return null;
  const choose = (name: string) => {
    const next = kinds.find((one) => one.name === name) ?? kind;
    const mapping = firstFields(next);
    setValues({ ...values, kind: next.name, mapping, matchBy: mailOrFirst(next, mapping) });
  };
  const matching = kind.fields.filter(
    ({ key, canMatch }) => canMatch && values.mapping.some((one) => one.field === key),
  );
  return (
    <form className="dialog-form" onSubmit={onSubmit}>
      {problem && <Notice kind="danger">{problem}</Notice>}
      <TextField
        label="Name of the other system"
        required
        maxLength={80}
        placeholder="Web shop"
        {...field('name')}
      />
      <SelectField
        label="Each event is about a"
        options={kinds.map(({ name, label }) => ({ value: name, label: capitalize(label) }))}
        {...field('kind')}
        onValue={choose}
      />
      <InboundMapping
        kind={kind}
        mapping={values.mapping}
        error={field('mapping').error}
        onChange={field('mapping').onValue}
      />
      <SelectField
        label="The same one by"
        hint={`A ${kind.label} that is there already with this value is changed.`}
        options={[
          { value: '', label: `Nothing: each event makes a new ${kind.label}` },
          ...matching.map(({ key, label }) => ({ value: key, label })),
        ]}
        {...field('matchBy')}
        value={matching.some(({ key }) => key === values.matchBy) ? values.matchBy : ''}
      />
      <SelectField label="Proven by" options={PROOFS} {...field('proof')} />
      {values.proof === 'address' && (
        <TextField
          label="Where its id stands"
          placeholder="event.id"
          hint="An event that comes again with the same id is done once. Left out: the header webhook-id, if there is one."
          {...field('idPath')}
        />
      )}
      <SelectField
        label="Then begins the workflow"
        options={[
          { value: '', label: 'None' },
          ...workflows.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        {...field('workflowId')}
      />
      <div className="dialog__actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" kind="primary" disabled={isBusy || !values.name.trim()}>
          {isBusy ? 'Making…' : 'Make the address'}
        </Button>
      </div>
    </form>
  );
}
