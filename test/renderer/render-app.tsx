// Mounts the whole window, or a piece of it, in jsdom over the program in memory.
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render, type RenderResult } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import type { i18n } from 'i18next';
import type { ReactElement } from 'react';
import { I18nextProvider } from 'react-i18next';
import { MemoryRouter } from 'react-router';
import { afterEach } from 'vitest';
import { App } from '../../renderer/App.tsx';
import { HostContext, type ChosenFile, type Host } from '../../renderer/bridge.ts';
import { startTexts, type Language } from '../../renderer/i18n.ts';
import { createQueryClient } from '../../renderer/query.ts';
import { serverClock } from '../../renderer/server-clock.ts';
import { createFakeBridge, type FakeAnswers, type FakeBridge } from '../doubles/bridge.ts';

export interface Mounted extends RenderResult {
  readonly fake: FakeBridge;
  readonly user: UserEvent;
  readonly texts: i18n;
}

export interface MountOptions {
  readonly answers?: FakeAnswers;
  readonly language?: Language;
  /** What the file dialog gives. */
  readonly files?: readonly ChosenFile[];
  /** The dialog gives them only then. */
  readonly filesAfter?: Promise<void>;
}

// What is awaited comes at once, unless the machine has other things to do: its default of a second is too short for that.
configure({ asyncUtilTimeout: 20_000 });

const FILE: ChosenFile = { handle: 'H'.repeat(22), name: 'ratna.p12', sizeBytes: 3120 };

afterEach(() => {
  cleanup();
  serverClock.reset();
  window.location.hash = '';
});

/** The whole window at `#<path>`. */
export async function mountApp(path: string, options: MountOptions = {}): Promise<Mounted> {
  window.location.hash = path;
  const { fake, host, texts } = await prepare(options);
  const result = render(<App host={host} texts={texts} client={createQueryClient()} />);
  return { ...result, fake, texts, user: userEvent.setup() };
}

/** One component with everything it may ask for around it. */
export async function mountPiece(piece: ReactElement, options: MountOptions = {}): Promise<Mounted> {
  const { fake, host, texts } = await prepare(options);
  const result = render(
    <HostContext value={host}>
      <I18nextProvider i18n={texts}>
        <QueryClientProvider client={createQueryClient()}>
          <MemoryRouter>{piece}</MemoryRouter>
        </QueryClientProvider>
      </I18nextProvider>
    </HostContext>,
  );
  return { ...result, fake, texts, user: userEvent.setup() };
}

async function prepare({ answers = {}, language = 'id', files = [FILE], filesAfter }: MountOptions): Promise<{
  readonly fake: FakeBridge;
  readonly host: Host;
  readonly texts: i18n;
}> {
  fillGaps();
  const fake = createFakeBridge({ 'app.preferences': () => ({ language, theme: 'light' }), ...answers });
  const chosen = async () => {
    await filesAfter;
    return { ok: true as const, value: files };
  };
  return { fake, host: { bridge: fake.bridge, choose: chosen, receive: chosen }, texts: await startTexts(language) };
}

/** What jsdom has not: no layout, so nothing to observe and no media to match. */
function fillGaps(): void {
  window.matchMedia = (media) => Object.assign(new EventTarget(), { matches: false, media }) as MediaQueryList;
  window.ResizeObserver = class {
    observe(): void {
      return undefined;
    }
    unobserve(): void {
      return undefined;
    }
    disconnect(): void {
      return undefined;
    }
  };
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
}
