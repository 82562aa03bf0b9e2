import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { KeepDialog } from './keep-dialog.tsx';
import { EXPORTS, type ReportJson, type ReportSpec, reportsOf } from './reports-api.ts';
import { ScheduleDialog } from './schedule-dialog.tsx';

interface Props {
  report: ReportJson | undefined;
  spec: ReportSpec;
  onKept: () => void;
}

/** What can be done with a report: it is kept, sent by itself, taken away as a file, deleted. */
export function ReportActions({ report, spec, onKept }: Props) {
  const { workspace, session } = useSession();
  const navigate = useNavigate();
  const reports = reportsOf(workspace.id);
  const { isBusy, error, run } = useSubmit();
  const [open, setOpen] = useState<'keep' | 'schedule'>();
  const isOwn = report?.ownerId === session.user.id;
  const isChanged = report !== undefined && JSON.stringify(report.spec) !== JSON.stringify(spec);
  const kept = (record: ReportJson) => {
    setOpen(undefined);
    onKept();
    navigate(`/reports/${record.id}`);
  };
  return (
    <>
      <div className="form-actions">
        {isOwn && isChanged && (
          <Button
            kind="primary"
            disabled={isBusy}
            onClick={() => void run(async () => kept(await reports.kept.update(report.id, { spec })))}
          >
            Save the change
          </Button>
        )}
        <Button kind={report ? 'plain' : 'primary'} onClick={() => setOpen('keep')}>
          {report ? 'Save as another' : 'Save'}
        </Button>
        {isOwn && (
          <Button onClick={() => setOpen('schedule')}>
            {report.schedule ? 'Change when it is sent' : 'Send it by itself'}
          </Button>
        )}
        <Menu className="button button--plain" button="Export">
          {() =>
            EXPORTS.map(({ format, label }) => (
              <Button
                key={format}
                kind="quiet"
                disabled={isBusy}
                onClick={() => void run(() => reports.download(spec, format))}
              >
                {label}
              </Button>
            ))
          }
        </Menu>
        {isOwn && (
          <Button
            kind="quiet"
            disabled={isBusy}
            onClick={() =>
              void run(async () => {
                await reports.kept.remove(report.id);
                onKept();
                navigate('/reports');
              })
            }
          >
            Delete
          </Button>
        )}
        {isBusy && <span role="status">Working …</span>}
      </div>
      {error && <Notice kind="danger">{problemText(error)}</Notice>}
      {open === 'keep' && <KeepDialog spec={spec} onClose={() => setOpen(undefined)} onKept={kept} />}
      {open === 'schedule' && report && (
        <ScheduleDialog report={report} onClose={() => setOpen(undefined)} onKept={kept} />
      )}
    </>
  );
}
