// The colors of tones. Each text color has a contrast of at least 4.5 to white and to the badge of its tone.

interface Tone {
  readonly text: string;
  readonly badge: string;
  readonly icon: string;
}

const neutral: Tone = { text: '#303030', badge: '#ebebeb', icon: '#4a4a4a' };

const tones: Readonly<Record<string, Tone>> = {
  auto: neutral,
  neutral,
  info: { text: '#00405e', badge: '#e0f0ff', icon: '#0070a8' },
  success: { text: '#0c5132', badge: '#cdfee1', icon: '#047b5d' },
  caution: { text: '#4f4700', badge: '#ffef9d', icon: '#7a6a00' },
  warning: { text: '#5e4200', badge: '#ffd6a4', icon: '#8f5f00' },
  critical: { text: '#8e0b21', badge: '#fed1d7', icon: '#c70a24' },
};

/** The colors of a tone; of the neutral one where the word is none. */
export function toneOf(word: string): Tone {
  return tones[word] ?? neutral;
}

/** Rules that color an element's text by its tone. */
export const toneColors = Object.entries(tones)
  .filter(([, tone]) => tone !== neutral)
  .map(([word, tone]) => `:host([tone='${word}']) { color: ${tone.text}; }`)
  .join('\n');
