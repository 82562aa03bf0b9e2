import { createRoot } from 'react-dom/client';
import { WidgetApp } from './widget-app.tsx';
import '../theme/tokens.css';
import '../theme/base.css';

const root = document.getElementById('root');
if (root) createRoot(root).render(<WidgetApp />);
