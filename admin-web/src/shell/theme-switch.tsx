import { useState } from 'react';
import {
  chooseHighContrast,
  chooseTheme,
  currentTheme,
  hasHighContrast,
  THEMES,
  type Theme,
} from '../theme/theme.ts';

const NAMES: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' };

export function ThemeSwitch() {
  const [theme, setTheme] = useState(currentTheme);
  const [isHigh, setIsHigh] = useState(hasHighContrast);
  return (
    <>
      <fieldset className="themes">
        <legend className="visually-hidden">Appearance</legend>
        {THEMES.map((option) => (
          <label key={option}>
            <input
              type="radio"
              name="theme"
              value={option}
              checked={theme === option}
              onChange={() => {
                chooseTheme(option);
                setTheme(option);
              }}
            />
            {NAMES[option]}
          </label>
        ))}
      </fieldset>
      <label className="check">
        <input
          type="checkbox"
          checked={isHigh}
          onChange={(event) => {
            chooseHighContrast(event.currentTarget.checked);
            setIsHigh(event.currentTarget.checked);
          }}
        />
        High contrast
      </label>
    </>
  );
}
