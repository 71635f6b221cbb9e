import pg, { type QueryConfig } from 'pg';

/** More statements than a service has. What comes beyond is not kept by the server: somebody builds statements out of data. */
const MOST_STATEMENTS = 500;

const names = new Map<string, string>();

type Query = (query: string | QueryConfig, ...rest: unknown[]) => unknown;

/** A connection on which the server parses and plans each statement once. */
export class PreparingClient extends pg.Client {
  // The many forms of the method that is overridden cannot be written down again.
  override query = ((query: string | QueryConfig, ...rest: unknown[]): unknown => {
    const send = super.query.bind(this) as Query;
    const [values] = rest;
    if (typeof query !== 'string' || !Array.isArray(values)) return send(query, ...rest);
    const name = nameOf(query);
    return send(name === undefined ? { text: query, values } : { name, text: query, values }, ...rest.slice(1));
  }) as pg.Client['query'];
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_STATEMENTS) return known;
  const name = `entsync_${names.size + 1}`;
  names.set(text, name);
  return name;
}
