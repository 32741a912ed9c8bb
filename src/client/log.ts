/** One wide event, object first, labels stable. It carries ids and counts, never personal data or secrets. */
export type Log = (event: Readonly<Record<string, string | number | boolean | null | undefined>>) => void;

export const consoleLog: Log = (event) => {
  console.log(JSON.stringify(event));
};
