// Icons of our own drawing under the names that Polaris gives them.

/** Paths on a field of 20 by 20, drawn with a line of 1.5. */
export const drawings: Readonly<Record<string, string>> = {
  'alert-circle': 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 6.5v4M10 13.4v.1',
  'alert-triangle': 'M10 3.5L17.2 16.2H2.8ZM10 8.2v3.6M10 13.9v.1',
  'arrow-left': 'M16 10H4.5M9 5.5L4.5 10L9 14.5',
  check: 'M4.5 10.5L8.5 14.5L15.5 6',
  'check-circle': 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M7 10.2L9.2 12.4L13 8',
  'chevron-left': 'M12 5.5L7.5 10L12 14.5',
  'chevron-right': 'M8 5.5L12.5 10L8 14.5',
  'chevron-down': 'M5.5 8L10 12.5L14.5 8',
  clock: 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 6.2V10.2L12.6 11.8',
  external: 'M11.5 4H16V8.5M16 4L9.5 10.5M14 11.5V15.2H4.8V6H8.5',
  info: 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 9.4v4M10 6.6v.1',
  menu: 'M3.5 6h13M3.5 10h13M3.5 14h13',
  minus: 'M5 10h10',
  order: 'M4 4.5H16V16.5L14 15L12 16.5L10 15L8 16.5L6 15L4 16.5ZM7 8h6M7 11h4',
  'question-circle':
    'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M7.9 8.2C7.9 5.6 12.1 5.6 12.1 8.2C12.1 9.9 10 9.8 10 11.4M10 13.7v.1',
  search: 'M9 4a5 5 0 1 0 0 10a5 5 0 1 0 0-10M12.7 12.7L16.2 16.2',
  x: 'M5.5 5.5L14.5 14.5M14.5 5.5L5.5 14.5',
  view: 'M2.5 10C5 5.5 15 5.5 17.5 10C15 14.5 5 14.5 2.5 10ZM10 7.8a2.2 2.2 0 1 1 0 4.4a2.2 2.2 0 1 1 0-4.4',
  'pause-circle': 'M10 3a7 7 0 1 1 0 14a7 7 0 1 1 0-14M8.2 7.5v5M11.8 7.5v5',
  'x-circle': 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M7.8 7.8L12.2 12.2M12.2 7.8L7.8 12.2',
  home: 'M3.5 9L10 3.5L16.5 9V16.5H12V12H8V16.5H3.5Z',
  product: 'M3.5 9.5L9.5 3.5H16.5V10.5L10.5 16.5ZM13.3 6.7v.1',
  person: 'M10 4a3 3 0 1 0 0 6a3 3 0 1 0 0-6M4 16.5C4 11.5 16 11.5 16 16.5',
  'chart-vertical': 'M4.5 16V10M10 16V4M15.5 16V7.5',
};
