/** Whether a function of the config is what runs. */
let running = false;

/** Runs a function of the config. */
export function asUser<Result>(call: () => Result): Result {
  return within(true, call);
}

/** Runs what nixpawn does in between, in a call that a function of the config led to. */
export function asNixpawn<Result>(call: () => Result): Result {
  return within(false, call);
}

/**
 * Whether the config itself reads what is read: what is a mistake of a config, such as the read of
 * a value that is not there, is what nixpawn does with every value.
 */
export function isUserCode(): boolean {
  return running;
}

function within<Result>(user: boolean, call: () => Result): Result {
  const before = running;
  running = user;
  try {
    return call();
  } finally {
    running = before;
  }
}
