import { AccountPanel } from './account-panel.tsx';
import { PreferencesPanel } from './preferences-panel.tsx';
import { SecondFactorPanel } from './second-factor-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';

export function AccountPage() {
  return (
    <>
      <PreferencesPanel />
      <AccountPanel />
      <SecondFactorPanel />
      <SessionsPanel />
    </>
  );
}
