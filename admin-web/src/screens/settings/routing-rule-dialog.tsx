import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { recordsOf } from '../../api/records.ts';
import { changedValues } from '../../metadata/changed-values.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { FieldsForm } from './fields-form.tsx';
import { MeantRecords } from './meant-records.tsx';
import type { RoutingRule } from './routing-rules-panel.tsx';
import { TeammateChoice } from './teammate-choice.tsx';

interface Props {
  /** Undefined: a new one. */
  rule: RoutingRule | undefined;
  /** Of a new one: behind the others. */
  position: number;
  onClose: () => void;
  onSaved: (name: string) => void;
}

const FIELDS = new Set(['name', 'position', 'dailyCap']);
const HINTS = {
  position: 'The first rule that fits decides.',
  dailyCap: 'For each of them; empty: as many as come.',
};
const KINDS = [
  { value: 'contact', label: 'Contacts' },
  { value: 'ticket', label: 'Tickets' },
];
const TO = [
  { value: 'round_robin', label: 'In turn' },
  { value: 'least_open', label: 'Whoever has the fewest open ones' },
  { value: 'user', label: 'Always the first of them who is there' },
];

/** A rule about who gets what: which records, which teammates and how. */
export function RoutingRuleDialog({ rule, position, onClose, onSaved }: Props) {
  const { workspace } = useSession();
  const kinds = useKinds();
  const initial = {
    entity: String(rule?.entity ?? 'contact'),
    to: String(rule?.to ?? 'round_robin'),
    userIds: rule?.userIds ?? [],
    when: (rule?.when ?? []) as Condition[],
  };
  const [own, setOwn] = useState(initial);
  const kind = kinds.get('routingRule');
  const listed = kinds.get(own.entity);
  const save = async (values: Values) => {
    if (own.userIds.length === 0)
      throw new ApiError('Choose at least one teammate.', { code: 'invalid', status: 0 });
    const records = recordsOf<RoutingRule>(workspace.id, 'routing-rules');
    const saved = rule
      ? await records.update(rule.id, values, rule.version)
      : await records.create({ position, ...values } as never);
    onSaved(saved.name);
  };
  if (!kind || !listed) return null;
  return (
    <Dialog title={rule ? `Change ${rule.name}` : 'New rule'} className="link-dialog" onClose={onClose}>
      <SelectField
        label="What is shared out"
        options={KINDS}
        value={own.entity}
        onValue={(entity) => setOwn((all) => ({ ...all, entity, when: [] }))}
      />
      <MeantRecords
        kind={listed}
        where={own.when}
        each="a rule"
        onWhere={(when) => setOwn((all) => ({ ...all, when }))}
      />
      <FieldsForm
        fields={kind.fields.filter(({ name }) => FIELDS.has(name))}
        record={{ position, ...rule }}
        isReadOnly={false}
        hints={HINTS}
        save={save}
        more={{
          patch: changedValues(own, rule && initial),
          onDiscard: () => setOwn(initial),
          controls: (
            <div className="link-rules">
              <TeammateChoice
                legend="Who gets them"
                ids={own.userIds}
                onIds={(userIds) => setOwn((all) => ({ ...all, userIds }))}
              />
              <SelectField
                label="How they are given"
                options={TO}
                value={own.to}
                onValue={(to) => setOwn((all) => ({ ...all, to }))}
              />
            </div>
          ),
        }}
      />
    </Dialog>
  );
}
