// How old something is. Two clocks, and the larger age counts: the steady one stands still while a laptop sleeps, and
// the wall clock may be put back. Too old is a nuisance, too young is a lie.

export function instant() {
  return { steady: performance.now(), wall: Date.now() };
}

/** In milliseconds; infinite when it never was. */
export function age(then, now) {
  return then === null ? Infinity : Math.max(0, now.steady - then.steady, now.wall - then.wall);
}
