const PATHS = {
  alert: 'M12 4 2.8 20h18.4zM12 10v4.5M12 17.3v.2',
  back: 'M15 5l-7 7 7 7',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2 2 0 0 0 4 0',
  chat: 'M4 5h16v11.5H11L6.5 20v-3.5H4z',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2',
  close: 'M6 6l12 12M18 6 6 18',
  doubleTick: 'M2.5 12.5l4.5 4.5L16.5 7.5M11.5 16.5l.5.5L21.5 7.5',
  down: 'M12 5v14M6 13l6 6 6-6',
  home: 'M4 11.5 12 5l8 6.5V20h-5.5v-5.5h-5V20H4z',
  leave: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  pencil: 'M5 19l1-4L16.5 4.5l3 3L9 18z',
  people:
    'M9 4a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.4c2.1.8 3.5 2.8 3.5 5.6',
  plus: 'M12 5v14M5 12h14',
  proposal: 'M5 4h9l5 5v11H5zM14 4v5h5M9 14.5h6M12 11.5v6',
  send: 'M4 4.5 20.5 12 4 19.5 6.5 12zM6.5 12h7',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1',
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  trash: 'M5 7h14M9.5 7V4h5v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
} as const

export type IconName = keyof typeof PATHS

/** Decoration: whatever it stands beside says the same in words. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
