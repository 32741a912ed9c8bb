/** What a run says on the terminal: lines that stay, and one live line under them that is written over. */
import { clearLine, cursorTo } from 'node:readline';
import { styleText } from 'node:util';

export type Terminal = {
  /** A line that stays. */
  readonly say: (line: string) => void;
  /** The live line; without a screen it is not shown at all. */
  readonly show: (line: string) => void;
  /** Takes the live line away. */
  readonly clear: () => void;
};

/** Quiet says nothing but what `say` is told to a person who asked for nothing else: the summary. */
export function openTerminal(stream: NodeJS.WriteStream, options: { readonly isQuiet: boolean }): Terminal {
  const isScreen = stream.isTTY && !options.isQuiet;
  let isShown = false;
  function clear(): void {
    if (!isShown) return;
    cursorTo(stream, 0);
    clearLine(stream, 0);
    isShown = false;
  }
  return {
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
    show(line) {
      if (!isScreen) return;
      clear();
      stream.write(line.slice(0, (stream.columns || 80) - 1));
      isShown = true;
    },
    clear,
  };
}

const barWidth = 24;

/** `████████░░░░  33 %`; a share above the whole shows as the whole. */
export function progressBar(share: number): string {
  const part = Math.min(Math.max(share, 0), 1);
  const full = Math.round(part * barWidth);
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${String(Math.floor(part * 100)).padStart(3)} %`;
}

/** Rows under a heading, numbers to the right; the first column is what the others are about. */
export function tableLines(
  heading: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string[] {
  const text = [heading, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'number' ? counted(cell) : cell)),
  );
  const widths = heading.map((_, column) => Math.max(...text.map((row) => (row[column] ?? '').length)));
  const lines = text.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const [head = '', ...body] = lines;
  return [styleText('bold', head, { stream: process.stdout }), ...body];
}

const grouped = new Intl.NumberFormat('en-US');

export function counted(count: number): string {
  return grouped.format(count);
}
