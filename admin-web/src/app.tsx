import { type ComponentType, lazy, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { MetadataProvider } from './metadata/metadata-provider.tsx';
import { NoticesProvider } from './notices/notices-provider.tsx';
import { AuditScreen } from './screens/audit/audit-screen.tsx';
import { ChatScreen } from './screens/chat/chat-screen.tsx';
import { BackToProgram } from './session/back-to-program.tsx';
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

const BoardScreen = lazy(async () => ({
  default: (await import('./screens/deals/board-screen.tsx')).BoardScreen,
}));

/** Lists and records are places of their own: a conversation opens without them. */
const RecordsScreen = lazy(async () => ({
  default: (await import('./screens/records/records-screen.tsx')).RecordsScreen,
}));
const DuplicatesScreen = lazy(async () => ({
  default: (await import('./screens/duplicates/duplicates-screen.tsx')).DuplicatesScreen,
}));
const RecordScreen = lazy(async () => ({
  default: (await import('./screens/record/record-screen.tsx')).RecordScreen,
}));

const ImportsScreen = lazy(async () => ({
  default: (await import('./screens/imports/imports-screen.tsx')).ImportsScreen,
}));

const VisitorsScreen = lazy(async () => ({
  default: (await import('./screens/visitors/visitors-screen.tsx')).VisitorsScreen,
}));

const MailScreen = lazy(async () => ({
  default: (await import('./screens/mail/mail-screen.tsx')).MailScreen,
}));

const CalendarScreen = lazy(async () => ({
  default: (await import('./screens/calendar/calendar-screen.tsx')).CalendarScreen,
}));

const ReportsScreen = lazy(async () => ({
  default: (await import('./screens/reports/reports-screen.tsx')).ReportsScreen,
}));

const PagesScreen = lazy(async () => ({
  default: (await import('./screens/pages/pages-screen.tsx')).PagesScreen,
}));

const WebsiteScreen = lazy(async () => ({
  default: (await import('./screens/website/website-screen.tsx')).WebsiteScreen,
}));

const WorkflowsScreen = lazy(async () => ({
  default: (await import('./screens/workflows/workflows-screen.tsx')).WorkflowsScreen,
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
                      <Route path="/pipelines" element={<Place of="pipelines" Screen={PipelinesScreen} />} />
                      <Route
                        path="/pipelines/:pipelineId/board"
                        element={<Place of="the board" Screen={BoardScreen} />}
                      />
                      <Route
                        path="/records/:plural?"
                        element={<Place of="records" Screen={RecordsScreen} />}
                      />
                      <Route
                        path="/records/:plural/:id"
                        element={<Place of="the record" Screen={RecordScreen} />}
                      />
                      <Route
                        path="/duplicates"
                        element={<Place of="the duplicates" Screen={DuplicatesScreen} />}
                      />
                      <Route path="/imports/:id?" element={<Place of="imports" Screen={ImportsScreen} />} />
                      <Route path="/mail/:id?" element={<Place of="the mail" Screen={MailScreen} />} />
                      <Route path="/calendar" element={<Place of="the calendar" Screen={CalendarScreen} />} />
                      <Route path="/reports/:id?" element={<Place of="reports" Screen={ReportsScreen} />} />
                      <Route
                        path="/visitors/:id?"
                        element={<Place of="the visitors" Screen={VisitorsScreen} />}
                      />
                      <Route
                        path="/workflows/:id?"
                        element={<Place of="the workflows" Screen={WorkflowsScreen} />}
                      />
                      <Route
                        path="/pages/:kind?/:id?"
                        element={<Place of="the pages" Screen={PagesScreen} />}
                      />
                      <Route path="/website" element={<Place of="the website" Screen={WebsiteScreen} />} />
                      <Route path="/audit" element={<AuditScreen />} />
                      <Route path="/inbox" element={<Place of="your inbox" Screen={InboxScreen} />} />
                      <Route
                        path="/inbox/settings"
                        element={<Place of="where you are told" Screen={NoticeSettingsScreen} />}
                      />
                      <Route
                        path="/settings/:page?"
                        element={<Place of="the settings" Screen={SettingsScreen} />}
                      />
                      <Route path="/oauth/sign-in/:uid" element={<BackToProgram />} />
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

/** A place whose program is loaded when somebody goes there. */
function Place({ of, Screen }: { of: string; Screen: ComponentType }) {
  return (
    <Suspense fallback={<Skeleton label={`Loading ${of}`} />}>
      <Screen />
    </Suspense>
  );
}
