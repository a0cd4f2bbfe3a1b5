import { cpus, release, totalmem } from 'node:os';

/** Parts of a bench by name: each measures something and prints it. */
export type Parts = Record<string, () => Promise<void>>;

/** Prints the machine and runs the parts that the command names, or else all but some. */
export async function runParts(parts: Parts, onlyWhenNamed: readonly string[] = []): Promise<void> {
  const named = process.argv.slice(2);
  const unknown = named.filter((name) => parts[name] === undefined);
  if (unknown.length > 0)
    throw new Error(`no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(' ')}`);
  const memory = Math.round(totalmem() / 2 ** 30);
  console.log(
    `${cpus().length} x ${cpus()[0]?.model.trim()}, ${memory} GiB, Linux ${release()}, Node ${process.version}\n`,
  );
  for (const [name, run] of Object.entries(parts))
    if (named.length === 0 ? !onlyWhenNamed.includes(name) : named.includes(name)) await run();
}
