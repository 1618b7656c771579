/** Lets so many tasks run at once, and begins them no faster than so often. */
export class Pace {
  private running = 0;
  private next = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param gapMilliseconds between two beginnings */
  constructor(
    private readonly atOnce: number,
    private readonly gapMilliseconds: number,
  ) {}

  /** Runs a task when its turn comes. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnce) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      await this.gap();
      return await task();
    } finally {
      // Whoever waits takes over the place, so that nobody can slip in between.
      const first = this.waiting.shift();
      if (first === undefined) {
        this.running -= 1;
      } else {
        first();
      }
    }
  }

  private async gap(): Promise<void> {
    const now = performance.now();
    const begin = Math.max(now, this.next);
    this.next = begin + this.gapMilliseconds;
    if (begin > now) {
      await new Promise((resolve) => setTimeout(resolve, begin - now));
    }
  }
}
