import './theme/mantine-styles.js';
import './theme/console.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.js';
import { startTranslation } from './i18n/i18n.js';
import { watchInput } from './session/attention.js';
import { SessionGate } from './session/session-gate.js';
import { publishStyleNonce, styleNonce } from './theme/style-nonce.js';
import { cssVariables, theme } from './theme/theme.js';

publishStyleNonce();
watchInput(window);
await startTranslation();

const element = document.getElementById('console');
if (element === null) throw new Error('The page has no element for the console.');

createRoot(element).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <Suspense>
          <SessionGate />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
