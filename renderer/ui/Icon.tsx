// The window's few icons, drawn for it on a 24-unit grid. Always beside a text, so hidden from screen readers.
import type { ReactElement } from 'react';

const PATHS = {
  home: 'M4 11 12 4l8 7v9h-5v-6H9v6H4z',
  package: 'M12 3 4 7v10l8 4 8-4V7zM4 7l8 4 8-4M12 11v10',
  receipt: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  certificate:
    'M4 4h16v11h-6M4 4v11h5M8 8h8M8 11h4M11 21v-4m0 4 1.5-1 1.5 1v-4m1-2a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  activity: 'M4 6h3M10 6h10M4 12h3M10 12h10M4 18h3M10 18h10',
  help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 17h.01',
  gear: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  cross: 'M6 6l12 12M18 6 6 18',
  minus: 'M6 12h12',
  warning: 'M12 4 2.5 20h19zM12 10v4.5M12 17.5h.01',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  upload: 'M12 16V5m-4 4 4-4 4 4M4 16v4h16v-4',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4.5-5.5 8-5.5s7 1.500 8 5.5',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 5v14l12-7z',
  save: 'M12 4v11m-4-4 4 4 4-4M4 16v4h16v-4',
  folder: 'M3 6h7l2 2h9v11H3z',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): ReactElement {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
