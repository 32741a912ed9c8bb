/** The arithmetic in which a publisher may write its retry delay, such as `max(1000, pow(2, retried) * 1000)`. */
import { Invalid } from './refusal.ts';

export type Expression = {
  /** As the publisher wrote it. */
  readonly text: string;
  /** In milliseconds; the first retry is asked for with 0 retries made. */
  of(retried: number): number;
};

type Term = (retried: number) => number;

type Call = { readonly arity: readonly [least: number, most: number]; of(...values: number[]): number };

const calls: Readonly<Record<string, Call>> = {
  pow: { arity: [2, 2], of: (base = 0, exponent = 0) => base ** exponent },
  sqrt: { arity: [1, 1], of: (value = 0) => Math.sqrt(value) },
  abs: { arity: [1, 1], of: (value = 0) => Math.abs(value) },
  exp: { arity: [1, 1], of: (value = 0) => Math.exp(value) },
  floor: { arity: [1, 1], of: (value = 0) => Math.floor(value) },
  ceil: { arity: [1, 1], of: (value = 0) => Math.ceil(value) },
  round: { arity: [1, 1], of: (value = 0) => Math.round(value) },
  min: { arity: [1, Infinity], of: (...values) => Math.min(...values) },
  max: { arity: [1, Infinity], of: (...values) => Math.max(...values) },
};

const token = /\s*(?:(\d+(?:\.\d+)?)|([a-z]+)|([-+*/%(),]))/y;

/** @throws Invalid for what is no such expression. */
export function readExpression(text: string): Expression {
  const reader = openReader(text);
  const term = readSum(reader);
  if (reader.next() !== undefined) throw reader.wrong();
  return { text, of: term };
}

type Reader = {
  next(): string | undefined;
  /** Goes on when the next token is one of these, which it answers. */
  take(...wanted: readonly string[]): string | undefined;
  wrong(): Invalid;
};

function openReader(text: string): Reader {
  const wrong = () => new Invalid(`"${text}" is not an expression for a retry delay`);
  const tokens: string[] = [];
  const rest = text.trimEnd();
  for (token.lastIndex = 0; token.lastIndex < rest.length;) {
    const [found, number, name, sign] = token.exec(rest) ?? [];
    if (found === undefined) throw wrong();
    tokens.push(number ?? name ?? sign ?? '');
  }
  let at = 0;
  return {
    next: () => tokens[at],
    take(...wanted) {
      const found = tokens[at];
      if (found === undefined || !wanted.includes(found)) return undefined;
      at += 1;
      return found;
    },
    wrong,
  };
}

function readSum(reader: Reader): Term {
  let left = readProduct(reader);
  for (let sign = reader.take('+', '-'); sign !== undefined; sign = reader.take('+', '-'))
    left = joined(sign, left, readProduct(reader));
  return left;
}

function readProduct(reader: Reader): Term {
  let left = readFactor(reader);
  for (let sign = reader.take('*', '/', '%'); sign !== undefined; sign = reader.take('*', '/', '%'))
    left = joined(sign, left, readFactor(reader));
  return left;
}

function joined(sign: string, left: Term, right: Term): Term {
  if (sign === '+') return (retried) => left(retried) + right(retried);
  if (sign === '-') return (retried) => left(retried) - right(retried);
  if (sign === '*') return (retried) => left(retried) * right(retried);
  if (sign === '/') return (retried) => left(retried) / right(retried);
  return (retried) => left(retried) % right(retried);
}

function readFactor(reader: Reader): Term {
  if (reader.take('-') !== undefined) {
    const factor = readFactor(reader);
    return (retried) => -factor(retried);
  }
  if (reader.take('(') !== undefined) {
    const [inner] = readList(reader, [1, 1]);
    return inner;
  }
  const name = reader.next() ?? '';
  if (reader.take(name) === undefined) throw reader.wrong();
  if (/^\d/.test(name)) return () => Number(name);
  if (name === 'retried') return (retried) => retried;
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (call === undefined || reader.take('(') === undefined) throw reader.wrong();
  const values = readList(reader, call.arity);
  return (retried) => call.of(...values.map((value) => value(retried)));
}

/** What stands between brackets of which the first was read. */
function readList(reader: Reader, [least, most]: Call['arity']): [Term, ...Term[]] {
  const values: [Term, ...Term[]] = [readSum(reader)];
  while (reader.take(',') !== undefined) values.push(readSum(reader));
  if (reader.take(')') === undefined || values.length < least || values.length > most) throw reader.wrong();
  return values;
}
