/** Somebody's account at the target. */
export function nameOf(index: number): string {
  return `person${String(index).padStart(5, '0')}`;
}

export function windowsAccountOf(name: string): string {
  return `CORP\\${name}`;
}

export function passwordOf(name: string): string {
  return `${name} Lantern`;
}
