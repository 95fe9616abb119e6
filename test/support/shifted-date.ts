// Loaded into a process by --import: its clock is DATE_SHIFT_MS off, as on a machine whose clock was set wrong.
const shift = Number(process.env.DATE_SHIFT_MS ?? 0);
const Right = Date;

globalThis.Date = class extends Right {
  constructor(...given: readonly unknown[]) {
    // Without arguments it is now; with them, the moment they name.
    super(...((given.length === 0 ? [Right.now() + shift] : given) as [number]));
  }

  static override now(): number {
    return Right.now() + shift;
  }

  /** Dates that come out of another thread are of the right kind all the same. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Right;
  }
} as DateConstructor;
