import { Link } from 'react-router';
import { Page } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText } from '../../ui/use-submit.ts';
import { NoticeGrid } from './notice-grid.tsx';
import { PushPanel } from './push-panel.tsx';
import { QuietHoursPanel } from './quiet-hours-panel.tsx';
import { useNoticeSettings } from './use-notice-settings.ts';
import './notice-settings.css';

/** Where and when a person is told things; the inbox gets everything. */
export function NoticeSettingsScreen() {
  const { settings, error, reload, change, problem } = useNoticeSettings();
  return (
    <Page
      title="Where I am told"
      about="Your inbox gets everything. Choose what you also hear elsewhere, and when not."
      actions={
        <Link className="button" to="/inbox">
          Back to the inbox
        </Link>
      }
    >
      {error && <ProblemState title="Your choices did not load" error={error} onRetry={reload} />}
      {!settings && !error && <Skeleton label="Loading where you are told" lines={6} />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {settings && (
        <>
          <NoticeGrid settings={settings} onChange={(cell) => void change({ cells: [cell] })} />
          <QuietHoursPanel
            key={JSON.stringify([settings.quietHours, settings.digestAt])}
            settings={settings}
            save={change}
          />
          <PushPanel pushKey={settings.pushKey} />
        </>
      )}
    </Page>
  );
}
