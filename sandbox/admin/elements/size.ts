// Turns the size words of Polaris into CSS, also where one depends on the width of a container.

const spaces: Readonly<Record<string, string>> = {
  none: '0',
  'small-500': '2px',
  'small-400': '4px',
  'small-300': '6px',
  'small-200': '8px',
  'small-100': '12px',
  small: '12px',
  base: '16px',
  large: '20px',
  'large-100': '20px',
  'large-200': '24px',
  'large-300': '32px',
  'large-400': '40px',
  'large-500': '48px',
};

const radii: Readonly<Record<string, string>> = {
  none: '0',
  'small-200': '2px',
  'small-100': '4px',
  small: '4px',
  base: '8px',
  large: '12px',
  'large-100': '12px',
  'large-200': '16px',
};

const borderWidths: Readonly<Record<string, string>> = {
  none: '0',
  'small-100': '0.5px',
  small: '0.5px',
  base: '1px',
  large: '2px',
  'large-100': '2px',
};

const borderColors: Readonly<Record<string, string>> = {
  subdued: '#ebebeb',
  base: '#e3e3e3',
  strong: '#8a8a8a',
};

/** Each word of a value by a table. A word that is not in it is a mistake of the page, and said so. */
function words(value: string, table: Readonly<Record<string, string>>): string {
  return value
    .trim()
    .split(/\s+/)
    .map((word) => {
      const css = table[word];
      if (css === undefined) throw new Error(`"${word}" is not a size word of Polaris`);
      return css;
    })
    .join(' ');
}

export const space = (value: string): string => words(value, spaces);
export const radius = (value: string): string => words(value, radii);
export const borderWidth = (value: string): string => words(value, borderWidths);
export const borderColor = (value: string): string => words(value, borderColors);
export const asWritten = (value: string): string => value;

/** The declarations of `border="base strong dashed"`: a width, then a color, then a style. */
export function border(value: string): string {
  const [width = 'none', color = 'base', style = 'solid'] = value.trim().split(/\s+/);
  return `${borderWidth(width)} ${style === 'auto' ? 'solid' : style} ${borderColor(color)}`;
}

const responsive = /^@container\s+(?<query>[^(]*\((?:[^()]|\([^()]*\))*\))\s*(?<yes>[^,]+),(?<no>.+)$/s;

/** A rule for the element itself. `@container (inline-size > 500px) a, b` means a where that holds, else b. */
export function rule(property: string, value: string, translate: (value: string) => string): string {
  if (value === '') return '';
  const { query, yes, no } = responsive.exec(value)?.groups ?? {};
  if (query === undefined || yes === undefined || no === undefined) {
    if (value.startsWith('@')) throw new Error(`"${value}" is not a value that depends on a container`);
    return `:host { ${property}: ${translate(value)}; }\n`;
  }
  const otherwise = rule(property, no.trim(), translate);
  return `${otherwise}@container ${query} { :host { ${property}: ${translate(yes.trim())}; } }\n`;
}
