import { useState } from 'react';
import { chooseTheme, currentTheme, THEMES, type Theme } from '../theme/theme.ts';

const NAMES: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' };

export function ThemeSwitch() {
  const [theme, setTheme] = useState(currentTheme);
  return (
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
  );
}
