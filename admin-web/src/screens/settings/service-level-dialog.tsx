import { useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DaysOff } from './days-off.tsx';
import { FieldsForm } from './fields-form.tsx';
import type { SlaPolicy } from './service-levels-page.tsx';
import { WeeklyHours } from './weekly-hours.tsx';

interface Props {
  policy: SlaPolicy;
  onClose: () => void;
  onSaved: () => void;
}

const HINTS = {
  isDefault: 'For every ticket that names no other.',
  holidayCountry: 'DE, US: their public holidays do not count.',
  holidayRegion: 'Such as BY of Germany.',
  timeZone: 'Such as Europe/Berlin. Empty: the clock of the workspace.',
};
/** Drawn below the fields. */
const OWN = new Set(['hours', 'extraHolidays']);

/** What tickets are promised, and the hours in which the clocks run. */
export function ServiceLevelDialog({ policy, onClose, onSaved }: Props) {
  const { workspace } = useSession();
  const kind = useKinds().get('slaPolicy');
  const initial = { hours: policy.hours, extraHolidays: policy.extraHolidays };
  const [own, setOwn] = useState(initial);
  const patch: Values = Object.fromEntries(
    Object.entries(own).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(initial[name as keyof typeof initial]),
    ),
  );
  if (!kind) return null;
  return (
    <Dialog title={`Change ${policy.name}`} className="link-dialog" onClose={onClose}>
      <FieldsForm
        fields={kind.fields.filter(({ name }) => !OWN.has(name))}
        record={policy}
        isReadOnly={false}
        hints={HINTS}
        save={async (values) => {
          await recordsOf<SlaPolicy>(workspace.id, kind.plural).update(policy.id, values, policy.version);
          onSaved();
        }}
        more={{
          patch,
          onDiscard: () => setOwn(initial),
          controls: (
            <div className="link-rules">
              <p className="field__hint">No hours at all: the clocks always run.</p>
              <WeeklyHours spans={own.hours} onSpans={(hours) => setOwn((all) => ({ ...all, hours }))} />
              <DaysOff
                title="Other free days"
                days={own.extraHolidays}
                onDays={(extraHolidays) => setOwn((all) => ({ ...all, extraHolidays }))}
              />
            </div>
          ),
        }}
      />
    </Dialog>
  );
}
