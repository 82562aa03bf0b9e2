import { useState } from 'react';
import { NavLink } from 'react-router';
import { ConsoleIcon } from '../ui/console-icon.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { PLACES } from './places.ts';
import './more-places.css';

/** The places that a telephone's bar has no room for. @param here - the place that is shown */
export function MorePlaces({ here }: { here: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const places = PLACES.filter(({ isInBar }) => !isInBar);
  const isAmongThem = places.some(({ to }) => to === here);
  const close = () => setIsOpen(false);
  return (
    <>
      <button
        type="button"
        className={isAmongThem ? 'more-places__button is-here' : 'more-places__button'}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
      >
        <ConsoleIcon name="more" size={20} /> More
      </button>
      {isOpen && (
        <Dialog title="More places" className="more-places" onClose={close}>
          <ul>
            {places.map(({ to, label, icon }) => (
              <li key={to}>
                <NavLink to={to} onClick={close}>
                  <ConsoleIcon name={icon} size={22} /> {label}
                </NavLink>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}
