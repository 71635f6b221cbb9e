import type { Page } from './page.ts';
import { adaptersPage } from './pages/adapters.page.ts';
import { asyncapiPage } from './pages/asyncapi.page.ts';
import { errorsPage } from './pages/errors.page.ts';
import { eventsPage } from './pages/events.page.ts';
import { runbooksPage } from './pages/runbooks.page.ts';
import { settingsPage } from './pages/settings.page.ts';
import { topicsPage } from './pages/topics.page.ts';

/** Every page that is made from code. */
export const PAGES: readonly Page[] = [
  settingsPage,
  adaptersPage,
  topicsPage,
  asyncapiPage,
  eventsPage,
  errorsPage,
  runbooksPage,
];
