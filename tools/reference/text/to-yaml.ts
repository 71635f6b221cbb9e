const PLAIN_KEY = /^[A-Za-z_$][\w$.-]*$/;

/** A value of JSON as YAML in block style. Texts are in double quotes, where YAML reads what JSON writes. */
export function toYaml(value: unknown): string {
  return `${lines(value, '').join('\n')}\n`;
}

function lines(value: unknown, indent: string): string[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item: unknown) => {
      const [first = '', ...rest] = lines(item, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    });
  }
  if (isObject(value) && definedEntries(value).length > 0) {
    return definedEntries(value).flatMap(([key, item]) => entry(key, item, indent));
  }
  return [`${indent}${JSON.stringify(value)}`];
}

function entry(key: string, item: unknown, indent: string): string[] {
  const name = `${indent}${PLAIN_KEY.test(key) ? key : JSON.stringify(key)}:`;
  const isNested = (Array.isArray(item) && item.length > 0) || (isObject(item) && definedEntries(item).length > 0);
  return isNested ? [name, ...lines(item, `${indent}  `)] : [`${name} ${JSON.stringify(item)}`];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As in JSON, what is undefined is not there. */
function definedEntries(value: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}
