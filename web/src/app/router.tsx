/** The page's addresses. */
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { CasePage } from '../cases/case-page.tsx';
import { Desk } from '../desk/desk.tsx';
import { Frame } from './frame.tsx';
import { NotThere } from './states.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: NotThere });
const desk = createRoute({ getParentRoute: () => root, path: '/', component: Desk });
const oneCase = createRoute({ getParentRoute: () => root, path: '/cases/$case', component: CasePage });

export const router = createRouter({
  routeTree: root.addChildren([desk, oneCase]),
  defaultPreload: false,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
