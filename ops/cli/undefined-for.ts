type ErrorClass = abstract new (...args: never[]) => Error;

/**
 * For the `catch` of a request: an error of these classes becomes undefined, and any other is thrown again, e.g.
 * `.catch(undefinedFor(NoSuchKey))`.
 */
export const undefinedFor =
  (...classes: readonly ErrorClass[]) =>
  (error: unknown): undefined => {
    if (!classes.some((each) => error instanceof each)) throw error;
  };
