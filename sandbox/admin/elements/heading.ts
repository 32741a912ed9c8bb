// How deep in the document a heading is: Polaris gives a heading the level that follows from the sections around it.

/** 1 is the page's own heading. A section without a heading adds no level. */
export function headingLevel(element: HTMLElement): number {
  let level = 2;
  for (
    let around = element.parentElement?.closest('s-section[heading]');
    around != null;
    around = around.parentElement?.closest('s-section[heading]')
  )
    level += 1;
  return Math.min(level, 6);
}
