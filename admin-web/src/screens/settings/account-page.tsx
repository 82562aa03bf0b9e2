import { AccountPanel } from './account-panel.tsx';
import { PreferencesPanel } from './preferences-panel.tsx';

export function AccountPage() {
  return (
    <>
      <PreferencesPanel />
      <AccountPanel />
    </>
  );
}
