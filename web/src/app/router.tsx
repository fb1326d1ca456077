/** The page's addresses. */
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { CasePage } from '../cases/case-page.tsx';
import { MyCasesPage } from '../cases/my-cases.tsx';
import { Desk } from '../desk/desk.tsx';
import { Inbox } from '../inbox/inbox.tsx';
import { Remit } from '../remit/remit.tsx';
import { Reviews } from '../review/reviews.tsx';
import { ReviewPage } from '../review/review-page.tsx';
import { Frame } from './frame.tsx';
import { NotThere, Problem } from './states.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: NotThere });
const desk = createRoute({ getParentRoute: () => root, path: '/', component: Desk });
const cases = createRoute({ getParentRoute: () => root, path: '/cases', component: MyCasesPage });
const oneCase = createRoute({ getParentRoute: () => root, path: '/cases/$case', component: CasePage });

const inbox = createRoute({ getParentRoute: () => root, path: '/inbox', component: Inbox });
const sheet = createRoute({ getParentRoute: () => root, path: '/inbox/$case', component: Inbox });

const reviews = createRoute({ getParentRoute: () => root, path: '/reviews', component: Reviews });
const review = createRoute({
  getParentRoute: () => root,
  path: '/cases/$case/review',
  component: ReviewPage,
  validateSearch: (search: Record<string, unknown>): { review?: string } =>
    typeof search['review'] === 'string' ? { review: search['review'] } : {},
});

const remit = createRoute({ getParentRoute: () => root, path: '/remit', component: Remit });

export const router = createRouter({
  routeTree: root.addChildren([desk, cases, oneCase, inbox, sheet, reviews, review, remit]),
  defaultPreload: false,
  // A screen that fails leaves the rest of the page as it is.
  defaultErrorComponent: ({ error, reset }) => <Problem error={error} again={reset} />,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
