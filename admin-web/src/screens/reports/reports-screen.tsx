import { NavLink, useParams } from 'react-router';
import { Page } from '../../ui/page.tsx';
import { ForecastView } from './forecast-view.tsx';
import { KeptReports } from './kept-reports.tsx';
import './reports.css';

const FORECAST = 'forecast';

/** Figures looked at on a page: reports, those that are kept beside them, and what is to come against its targets. */
export function ReportsScreen() {
  const { id } = useParams();
  return (
    <Page
      isWide
      title="Reports"
      about="Every figure is the one that the chat tells, with your rights, at this moment."
      actions={
        <nav className="reports__tabs" aria-label="Reports and forecast">
          <NavLink className="button button--quiet" to="/reports" end={!id || id === FORECAST}>
            Reports
          </NavLink>
          <NavLink className="button button--quiet" to={`/reports/${FORECAST}`}>
            Forecast and targets
          </NavLink>
        </nav>
      }
    >
      {id === FORECAST ? <ForecastView /> : <KeptReports id={id} />}
    </Page>
  );
}
