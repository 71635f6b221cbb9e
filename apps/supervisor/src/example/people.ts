/** Who is there in every example system, under their own name, and in the domain of the example. */
export const PEOPLE = [
  { uid: 'ann', cn: 'Ann Example' },
  { uid: 'bob', cn: 'Bob Example' },
  { uid: 'carol', cn: 'Carol Example' },
] as const;

export function windowsAccountOf(uid: string): string {
  return `CORP\\${uid}`;
}
