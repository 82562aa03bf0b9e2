// Runs before the first paint, so that a chosen theme does not flash. The key is that of src/theme/theme.ts.
try {
  const theme = localStorage.getItem('clianta.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {}
