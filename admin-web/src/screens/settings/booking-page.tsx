import { BookingLinksPanel } from './booking-links-panel.tsx';
import { CalendarFeedPanel } from './calendar-feed-panel.tsx';
import { WorkingHoursPanel } from './working-hours-panel.tsx';
import './booking-page.css';

/** When somebody can be met, and how people outside book it. */
export function BookingPage() {
  return (
    <>
      <BookingLinksPanel />
      <WorkingHoursPanel />
      <CalendarFeedPanel />
    </>
  );
}
