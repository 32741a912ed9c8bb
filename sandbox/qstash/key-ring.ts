/** The two keys of an account: the one that signs now, and the one that will sign after the next rotation. */
export interface KeyRing {
  readonly keys: { readonly current: string; readonly next: string };
  /** What was next signs from now on. */
  rotate(): void;
}

export function openKeyRing(first: KeyRing['keys'], newKey: () => string): KeyRing {
  let keys = first;
  return {
    get keys() {
      return keys;
    },
    rotate() {
      keys = { current: keys.next, next: newKey() };
    },
  };
}
