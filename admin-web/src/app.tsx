import { lazy, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { MetadataProvider } from './metadata/metadata-provider.tsx';
import { NoticesProvider } from './notices/notices-provider.tsx';
import { AuditScreen } from './screens/audit/audit-screen.tsx';
import { ChatScreen } from './screens/chat/chat-screen.tsx';
import { RecordsScreen } from './screens/records/records-screen.tsx';
import { SessionGate } from './session/session-gate.tsx';
import { ChatProvider } from './shell/chat-provider.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { Shell } from './shell/shell.tsx';
import { Skeleton } from './ui/states.tsx';
import { Toasts } from './ui/toasts.tsx';

const InboxScreen = lazy(async () => ({
  default: (await import('./screens/inbox/inbox-screen.tsx')).InboxScreen,
}));
const NoticeSettingsScreen = lazy(async () => ({
  default: (await import('./screens/inbox/notice-settings-screen.tsx')).NoticeSettingsScreen,
}));

/** Drag and drop is only loaded where stages are sorted. */
const PipelinesScreen = lazy(async () => ({
  default: (await import('./screens/pipelines/pipelines-screen.tsx')).PipelinesScreen,
}));

const SettingsScreen = lazy(async () => ({
  default: (await import('./screens/settings/settings-screen.tsx')).SettingsScreen,
}));

export function App() {
  return (
    <ErrorBoundary>
      <Toasts>
        <SessionGate>
          <BrowserRouter>
            <ChatProvider>
              <MetadataProvider>
                <NoticesProvider>
                  <Routes>
                    <Route element={<Shell />}>
                      <Route path="/chat/:conversationId?" element={<ChatScreen />} />
                      <Route
                        path="/pipelines"
                        element={
                          <Suspense fallback={<Skeleton label="Loading pipelines" />}>
                            <PipelinesScreen />
                          </Suspense>
                        }
                      />
                      <Route
                        path="/inbox"
                        element={
                          <Suspense fallback={<Skeleton label="Loading your inbox" />}>
                            <InboxScreen />
                          </Suspense>
                        }
                      />
                      <Route
                        path="/inbox/settings"
                        element={
                          <Suspense fallback={<Skeleton label="Loading where you are told" />}>
                            <NoticeSettingsScreen />
                          </Suspense>
                        }
                      />
                      <Route path="/records/:plural?" element={<RecordsScreen />} />
                      <Route path="/audit" element={<AuditScreen />} />
                      <Route
                        path="/settings/:page?"
                        element={
                          <Suspense fallback={<Skeleton label="Loading the settings" />}>
                            <SettingsScreen />
                          </Suspense>
                        }
                      />
                      <Route path="*" element={<Navigate to="/chat" replace />} />
                    </Route>
                  </Routes>
                </NoticesProvider>
              </MetadataProvider>
            </ChatProvider>
          </BrowserRouter>
        </SessionGate>
      </Toasts>
    </ErrorBoundary>
  );
}
