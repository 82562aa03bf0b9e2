import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { changedValues } from '../../metadata/changed-values.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { DaysOff } from './days-off.tsx';
import { FieldsForm } from './fields-form.tsx';
import { MeantRecords } from './meant-records.tsx';
import type { SlaPolicy } from './service-levels-page.tsx';
import { WeeklyHours } from './weekly-hours.tsx';

interface Props {
  policy: SlaPolicy;
  onClose: () => void;
  onSaved: () => void;
}

const HINTS = {
  isDefault: 'For every ticket that no other is for.',
  position: 'Of several that are for a ticket, the lowest decides.',
  holidayCountry: 'DE, US: their public holidays do not count.',
  holidayRegion: 'Such as BY of Germany.',
  timeZone: 'Such as Europe/Berlin. Empty: the clock of the workspace.',
};
/** Drawn below the fields. */
const OWN = new Set(['hours', 'extraHolidays', 'when', 'teams']);

const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

/** Which tickets it is for, what they are promised, and the hours in which the clocks run. */
export function ServiceLevelDialog({ policy, onClose, onSaved }: Props) {
  const { workspace } = useSession();
  const kinds = useKinds();
  const kind = kinds.get('slaPolicy');
  const tickets = kinds.get('ticket');
  const initial = {
    hours: policy.hours,
    extraHolidays: policy.extraHolidays,
    when: (policy.when ?? []) as Condition[],
    teams: policy.teams ?? [],
  };
  const [own, setOwn] = useState(initial);
  const [teams, setTeams] = useState(initial.teams.join(', '));
  if (!kind || !tickets) return null;
  return (
    <Dialog title={`Change ${policy.name}`} className="link-dialog" onClose={onClose}>
      <div className="link-rules">
        <p className="field__hint">
          The tickets that it is for: those that the filter finds, of the teams that are named. With neither
          it is for those that name it, or holds by itself.
        </p>
        <MeantRecords
          kind={tickets}
          where={own.when}
          each="a service level"
          onWhere={(when) => setOwn((all) => ({ ...all, when }))}
        />
        <TextField
          label="For teams"
          hint="Names with commas between them, such as West, Support: tickets of their people."
          value={teams}
          onValue={(text) => {
            setTeams(text);
            setOwn((all) => ({ ...all, teams: namesIn(text) }));
          }}
        />
      </div>
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
          patch: changedValues(own, initial),
          onDiscard: () => {
            setOwn(initial);
            setTeams(initial.teams.join(', '));
          },
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
