// Entry of the window: host, language, theme, then the screens.
import 'bootstrap/dist/css/bootstrap.min.css';
import './styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { callByName, connectHost } from './bridge.ts';
import { startTexts } from './i18n.ts';
import { applyTheme, DEFAULT_PREFERENCES } from './preferences.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const host = connectHost();
applyTheme(DEFAULT_PREFERENCES.theme);
const answer = await callByName(host.bridge, 'app.preferences', null);
const preferences = answer.ok ? answer.value : DEFAULT_PREFERENCES;
applyTheme(preferences.theme);
document.documentElement.lang = preferences.language;
const texts = await startTexts(preferences.language);
texts.on('languageChanged', (language) => {
  document.documentElement.lang = language;
});
createRoot(root).render(<App host={host} texts={texts} />);
