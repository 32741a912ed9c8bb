// The bundle as a function of its globals: compiled once a process, called anew for every life of a Worker.

import { createRequire, isBuiltin } from 'node:module';
import { compileFunction } from 'node:vm';

import { transformSync } from 'esbuild';

import type { Worker } from './attend.ts';

/** What a Worker finds under these names in place of Node's own. */
export interface OwnGlobals {
  readonly Date: DateConstructor;
  readonly fetch: typeof fetch;
  readonly console: Readonly<
    Record<'debug' | 'error' | 'info' | 'log' | 'warn', (...words: unknown[]) => void>
  >;
  readonly process: object;
  readonly navigator: object;
  readonly setTimeout: (
    act: (...words: unknown[]) => void,
    ms?: number,
    ...words: unknown[]
  ) => NodeJS.Timeout;
  readonly clearTimeout: (timer?: NodeJS.Timeout) => void;
}

const ownNames = ['Date', 'fetch', 'console', 'process', 'navigator', 'setTimeout', 'clearTimeout'] as const;
const names = ['module', 'exports', 'require', 'globalThis', 'self', 'global', ...ownNames];

type Program = (own: OwnGlobals) => Worker;

const programs = new Map<string, Program>();

/** The program of a bundle of one ES module. Each call of it is a fresh isolate, as far as the bundle can see. */
export function programOf(script: string): Program {
  const program = programs.get(script) ?? compile(script);
  programs.set(script, program);
  return program;
}

function compile(script: string): Program {
  const { code } = transformSync(script, {
    format: 'cjs',
    platform: 'node',
    target: 'esnext',
    // A compiled function has no way to import later; what it asks for is Node's own in any case.
    supported: { 'dynamic-import': false },
    legalComments: 'none',
  });
  const body = compileFunction(code, names, { filename: 'worker-bundle.cjs' });
  return (own) => {
    const module: { exports: unknown } = { exports: {} };
    const globals = overlay(own);
    const values = [module, module.exports, requireBuiltin, globals, globals, globals];
    Reflect.apply(body, undefined, [...values, ...ownNames.map((name) => own[name])]);
    return entryOf(module.exports);
  };
}

/** The global object as the bundle sees it: its own names first, and whatever it sets stays with it. */
function overlay(own: OwnGlobals): object {
  const properties = new Map<PropertyKey, unknown>(Object.entries(own));
  const globals: object = new Proxy(globalThis, {
    get(target, key): unknown {
      if (key === 'globalThis' || key === 'self' || key === 'global') return globals;
      // Some of Node's getters refuse to be asked on anything but the real global object.
      return properties.has(key) ? properties.get(key) : Reflect.get(target, key, target);
    },
    has: (target, key) => properties.has(key) || Reflect.has(target, key),
    set(_target, key, value) {
      properties.set(key, value);
      return true;
    },
    defineProperty(_target, key) {
      throw new Error(`the bundle defines ${String(key)} on its global object, which is not modelled`);
    },
    deleteProperty(_target, key) {
      throw new Error(`the bundle deletes ${String(key)} from its global object, which is not modelled`);
    },
  });
  return globals;
}

const requireHere = createRequire(import.meta.url);

/** `nodejs_compat`: the bundle may ask for Node's modules, and holds all others. */
function requireBuiltin(name: string): unknown {
  if (!isBuiltin(name)) throw new Error(`the bundle asks for "${name}", which is no module of Node`);
  return requireHere(name);
}

function entryOf(exported: unknown): Worker {
  const entry: unknown = isObject(exported) ? exported.default : undefined;
  if (!isWorker(entry)) throw new Error('the bundle exports no Worker by default');
  return entry;
}

function isObject(value: unknown): value is { readonly default?: unknown } {
  return typeof value === 'object' && value !== null;
}

function isWorker(value: unknown): value is Worker {
  return typeof value === 'object' && value !== null && 'fetch' in value && typeof value.fetch === 'function';
}
