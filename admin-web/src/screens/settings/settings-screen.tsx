import { useSession } from '../../session/session-context.ts';
import { Page } from '../../ui/page.tsx';
import { Notice } from '../../ui/states.tsx';
import { AccountPanel } from './account-panel.tsx';
import { CustomFieldsPanel } from './custom-fields-panel.tsx';
import { LinkedAccountsPanel } from './linked-accounts-panel.tsx';
import { SystemPanel } from './system-panel.tsx';
import { TeamPanel } from './team-panel.tsx';
import { WidgetPanel } from './widget-panel.tsx';
import { WorkspacePanel } from './workspace-panel.tsx';
import './settings-screen.css';

export function SettingsScreen() {
  const { workspace, isAdmin } = useSession();
  return (
    <Page title="Settings" about={`Of the workspace ${workspace.name}.`}>
      {!isAdmin && <Notice>You can look at the settings. An admin or owner can change them.</Notice>}
      <WorkspacePanel />
      <TeamPanel />
      <AccountPanel />
      <LinkedAccountsPanel />
      <CustomFieldsPanel />
      <WidgetPanel />
      <SystemPanel />
    </Page>
  );
}
