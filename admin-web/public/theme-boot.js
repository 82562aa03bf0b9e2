// Runs before the first paint, so that a chosen look does not flash. The keys are those of src/theme/theme.ts.
try {
  const { dataset } = document.documentElement;
  const theme = localStorage.getItem('clianta.theme');
  if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  const contrast = localStorage.getItem('clianta.contrast');
  if (contrast === 'more' || (!contrast && matchMedia('(prefers-contrast: more)').matches))
    dataset.contrast = 'more';
} catch {}
