import { Panel } from '../../ui/page.tsx';
import type { NoticeChanges, NoticeSettings } from './use-notice-settings.ts';

type Cell = NonNullable<NoticeChanges['cells']>[number];
type Kind = Cell['kind'];

const KINDS: Record<Kind, { name: string; about: string }> = {
  reminder: { name: 'Reminders', about: 'Of tasks, when they fall due' },
  approval: { name: 'Approvals', about: 'What waits for your decision' },
  assigned: { name: 'Handed to you', about: 'Tasks, deals, contacts and companies' },
  outcome: { name: 'Won and lost', about: 'Your deals that somebody else has closed' },
  report: { name: 'Reports', about: 'Figures that somebody has sent to you' },
  security: { name: 'Security', about: 'Changes of your account and your rights' },
};
const WHENS: Record<Cell['when'], string> = { now: 'At once', digest: 'Daily digest', off: 'Off' };

interface Props {
  settings: NoticeSettings;
  onChange: (cell: Cell) => void;
}

/** What is told where: a choice for each kind on each channel. */
export function NoticeGrid({ settings: { grid, channels }, onChange }: Props) {
  return (
    <Panel title="What is told where" about="Link another chat in Settings, and it appears here.">
      <table className="told">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Kind</span>
            </th>
            {channels.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.map(({ kind, isChosen, cells }) => (
            <tr key={kind}>
              <th scope="row">
                {KINDS[kind].name}
                <span className="told__about">{KINDS[kind].about}</span>
              </th>
              {cells.map(({ channel, when }) => {
                const label = channels.find(({ name }) => name === channel)?.label ?? channel;
                return (
                  <td key={channel} data-label={label}>
                    {isChosen ? (
                      <select
                        className="input"
                        aria-label={`${KINDS[kind].name} by ${label}`}
                        value={when}
                        onChange={(event) =>
                          onChange({ kind, channel, when: event.currentTarget.value as Cell['when'] })
                        }
                      >
                        {Object.entries(WHENS).map(([value, words]) => (
                          <option key={value} value={value}>
                            {words}
                          </option>
                        ))}
                      </select>
                    ) : (
                      'Always'
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
