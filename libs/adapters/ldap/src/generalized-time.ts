const FORM = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:[.,](\d{1,9}))?Z$/;

/** Milliseconds since 1970 of a time as directories write it (RFC 4517): `20261122043015Z`, `20261122043015.123456Z`. */
export function parseGeneralizedTime(text: string): number | undefined {
  const [, year, month, day, hour, minute, second, fraction = ''] = FORM.exec(text) ?? [];
  if (year === undefined) return undefined;
  const time = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`,
  );
  return Number.isNaN(time) ? undefined : time;
}
