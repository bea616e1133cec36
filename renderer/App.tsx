// The window as a whole: what every screen needs around it.
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import type { i18n } from 'i18next';
import { useState, type ReactElement } from 'react';
import { I18nextProvider } from 'react-i18next';
import { createHashRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { HostContext, type Host } from './bridge.ts';
import { createQueryClient } from './query.ts';
import { ROUTES } from './routes.tsx';

export interface AppProps {
  readonly host: Host;
  readonly texts: i18n;
  /** Given by tests. */
  readonly client?: QueryClient;
}

export function App({ host, texts, client }: AppProps): ReactElement {
  const [queries] = useState(() => client ?? createQueryClient());
  const [router] = useState(() => createHashRouter([...ROUTES]));
  return (
    <HostContext value={host}>
      <I18nextProvider i18n={texts}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18nextProvider>
    </HostContext>
  );
}
