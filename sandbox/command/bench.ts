/** npm run bench: runs what lies in bench/, all of it or what is named, one after the other. Exits 1 where one breaks a limit. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const folder = join(import.meta.dirname, '../../bench');
const names = readdirSync(folder).map((file) => basename(file, '.ts'));
const words = process.argv.slice(2);
const wanted = words.filter((word) => names.includes(word));
const flags = words.filter((word) => !names.includes(word));

let worst = 0;
for (const name of wanted.length > 0 ? wanted : names.toSorted()) {
  const { status } = spawnSync(process.execPath, [join(folder, `${name}.ts`), ...flags], {
    stdio: 'inherit',
  });
  worst = Math.max(worst, status ?? 1);
}
process.exitCode = worst;
