/** An account of this machine that a process runs as. `undefined` stands for our own. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}
