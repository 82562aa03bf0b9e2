import { useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { DaysOff } from './days-off.tsx';
import { FieldsForm } from './fields-form.tsx';
import { TeammateChoice } from './teammate-choice.tsx';
import { OFFICE, type Span, WeeklyHours } from './weekly-hours.tsx';

interface Link extends Values {
  id: string;
  name: string;
  version: number;
  hostIds: string[];
  hours?: Span[];
  /** Other hours on a day; none: nothing is booked then. */
  dateOverrides?: Array<{ day: string; spans: unknown[] }>;
}

interface Props {
  kind: EntityMetadata;
  id: string;
  onClose: () => void;
  onSaved: () => void;
}

const HINTS = {
  slug: 'The end of its address. Who has the old one finds nothing there.',
  minutes: 'What people choose from: 15, 30',
  zone: 'Such as Europe/Berlin. Empty: the clock of each host.',
  noticeMin: 'Nobody books later than so long before: 240 is four hours.',
  gridMin: '15: at :00, :15, :30 and :45',
};

/** The rules of a booking link: its fields, and those that need more than a field. */
export function BookingLinkDialog({ kind, id, onClose, onSaved }: Props) {
  const { workspace } = useSession();
  const { data, error, reload } = useResource(
    (signal) => recordsOf<Link>(workspace.id, kind.plural).get(id, signal),
    [workspace.id, kind, id],
  );
  return (
    <Dialog title={data ? `Rules of ${data.name}` : 'Rules'} className="link-dialog" onClose={onClose}>
      {error && <ProblemState title="The link did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the link" lines={8} />}
      {data && <Rules key={data.version} kind={kind} link={data} onSaved={onSaved} />}
    </Dialog>
  );
}

function Rules({ kind, link, onSaved }: Pick<Props, 'kind' | 'onSaved'> & { link: Link }) {
  const { workspace, isAdmin } = useSession();
  const { dateOverrides = [] } = link;
  const initial = {
    hostIds: link.hostIds,
    hours: link.hours?.length ? link.hours : undefined,
    closed: dateOverrides.filter(({ spans }) => spans.length === 0).map(({ day }) => day),
  };
  const [own, setOwn] = useState(initial);
  const isOther = (name: keyof typeof initial) => JSON.stringify(own[name]) !== JSON.stringify(initial[name]);
  const open = dateOverrides.filter(({ day, spans }) => spans.length > 0 && !own.closed.includes(day));
  const patch: Values = {
    ...(isOther('hostIds') && { hostIds: own.hostIds }),
    ...(isOther('hours') && { hours: own.hours ?? null }),
    ...(isOther('closed') && { dateOverrides: [...open, ...own.closed.map((day) => ({ day, spans: [] }))] }),
  };
  const save = async (values: Values) => {
    if (own.hostIds.length === 0) throw invalid('Choose at least one host.');
    if (own.hours?.length === 0)
      throw invalid('Say hours for at least one day, or go by those of its hosts.');
    await recordsOf<Link>(workspace.id, kind.plural).update(link.id, values, link.version);
    onSaved();
  };
  return (
    <FieldsForm
      fields={kind.fields.filter(({ name }) => name !== 'isOn')}
      record={link}
      isReadOnly={false}
      hints={HINTS}
      save={save}
      more={{
        patch,
        onDiscard: () => setOwn(initial),
        controls: (
          <div className="link-rules">
            {isAdmin && (
              <TeammateChoice
                legend="Hosts"
                ids={own.hostIds}
                onIds={(hostIds) => setOwn((all) => ({ ...all, hostIds }))}
              />
            )}
            <label className="check">
              <input
                type="checkbox"
                checked={own.hours !== undefined}
                onChange={(event) => {
                  const hours = event.currentTarget.checked ? (initial.hours ?? [...OFFICE]) : undefined;
                  setOwn((all) => ({ ...all, hours }));
                }}
              />
              Hours of its own, instead of when its hosts work
            </label>
            {own.hours && (
              <WeeklyHours spans={own.hours} onSpans={(hours) => setOwn((all) => ({ ...all, hours }))} />
            )}
            <DaysOff
              title="Days without bookings"
              days={own.closed}
              onDays={(closed) => setOwn((all) => ({ ...all, closed }))}
            />
          </div>
        ),
      }}
    />
  );
}

const invalid = (message: string) => new ApiError(message, { code: 'invalid', status: 0 });
